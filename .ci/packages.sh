#!/bin/sh
# Installs the system packages where that is allowed, else prints the one line to run.
set -eu
PACKAGES="libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 \
libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libgssapi-krb5-2 \
bubblewrap xvfb openbox xdotool x11-utils x11-xserver-utils xauth at-spi2-core dbus-daemon \
libreoffice-calc libreoffice-writer libreoffice-gtk3 tesseract-ocr fonts-dejavu-core fonts-inter python3-venv"
# What the caller needs besides, such as programs that only tests open.
PACKAGES="$PACKAGES $*"
MISSING=""
for package in $PACKAGES; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    if [ "$state" != installed ]; then
        # Newer Ubuntu releases carry this library under a name with the suffix t64.
        state=$(dpkg-query -W -f='${db:Status-Status}' "${package}t64" 2>/dev/null || true)
        [ "$state" = installed ] || MISSING="$MISSING $package"
    fi
done
[ -n "$MISSING" ] || exit 0
INSTALL="apt-get install -y --no-install-recommends$MISSING"
if [ "$(id -u)" = 0 ]; then
    SUDO=""
elif sudo -n true 2>/dev/null; then
    SUDO="sudo"
elif [ -t 0 ] && command -v sudo >/dev/null; then
    SUDO="sudo"
else
    echo "Some system packages are missing; run this line, then try again:" >&2
    echo "  sudo apt-get update && sudo $INSTALL" >&2
    exit 1
fi
echo "Installing system packages:$MISSING" >&2
$SUDO apt-get update -q
$SUDO env DEBIAN_FRONTEND=noninteractive $INSTALL
