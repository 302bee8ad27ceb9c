"""When two values of a setting mean the same, and which settings change without anybody's doing."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from studio.grading.readers.values import close, fold, number_of

_TRUE = frozenset(["true", "yes", "on", "enabled", "enable"])
_FALSE = frozenset(["false", "no", "off", "disabled", "disable"])
_TYPED = re.compile(
    r"(?:@[a-z{}()]+|byte|u?int(?:16|32|64)|double|boolean|string|handle|objectpath|signature)\s+"
)
_HEX = re.compile(r"(?:#|0x)(?P<digits>[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(
    r"rgba?\(\s*(?P<r>\d{1,3})\s*,\s*(?P<g>\d{1,3})\s*,\s*(?P<b>\d{1,3})\s*(?:,\s*1(?:\.0+)?\s*)?\)"
)
_COLOUR = re.compile(r"colou?r|background|foreground|farbe", re.IGNORECASE)
_CSS = {
    "black": "000000", "white": "ffffff", "red": "ff0000", "lime": "00ff00", "blue": "0000ff",
    "yellow": "ffff00", "cyan": "00ffff", "aqua": "00ffff", "magenta": "ff00ff",
    "fuchsia": "ff00ff", "gray": "808080", "grey": "808080", "silver": "c0c0c0",
    "maroon": "800000", "olive": "808000", "green": "008000", "teal": "008080", "navy": "000080",
    "purple": "800080", "orange": "ffa500",
}  # fmt: skip
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_VOLATILE = re.compile(
    r"\b(?:geometry|window (?:state|size|pos(?:ition)?|attributes?|rect|width|height|maximi[sz]ed|"
    r"bounds|placement|[xy])|splitter(?: \w+)?|(?:toolbars?|dock|header|view|main window|layout) "
    r"?state|column widths?|recent(?:ly)?|mru|histor(?:y|ies)|last (?:used|opened?|saved?|dir\w*|"
    r"folder|path|files?|run|start\w*|update\w*|check\w*|launch\w*|visit\w*|version|time|modified|"
    r"seen|session|compatibility|found|export\w*|import\w*|(?:\w+ ){0,4}(?:time|date|shown|id))|"
    r"time ?stamp|modified|mtime|(?:date|time) (?:modified|saved|created)|"
    r"session (?:id|data)|uuid|guid|install(?:ation)? id|"
    r"client id|telemetry|crash\w*|first (?:run|start|launch)|(?:launch|run|start) count|cursor "
    r"pos\w*|scroll pos\w*|(?:config|settings|setup last) version|restart in progress|recovery|"
    r"migration|saved at|written (?:at|by|on))\b"
)
_OFFICE = re.compile(
    r"^/?org\.openoffice\.(?:Office\.(?:Histories|Views|Recovery|Logging|UI\.\w+WindowState|"
    r"UI/\w*WindowState|Common/Internal|Linguistic/ServiceManager)|Setup/(?:Office|Product)|"
    r"ucb\.Store)(?:/|$)"
)


def is_volatile(key: str, ignore: Iterable[str] = ()) -> bool:
    """Tell whether a setting changes by use alone: windows, recent files, times, counts of starts.

    Args:
        key: its key with its path.
        ignore: patterns of keys, with `*`, that are left out besides.
    """
    words = " ".join(part for part in _WORDS.split(key) if part).casefold()
    if _VOLATILE.search(words) or _OFFICE.search(key):
        return True
    folded = key.casefold()
    return any(
        fnmatchcase(folded, pattern.casefold()) or folded.endswith(f"/{pattern.casefold()}")
        for pattern in ignore
    )


def same_setting(key: str, one: str, other: str) -> bool:
    """Tell whether two values of a setting mean the same.

    Truths (`true`, `1`, `yes`), numbers, colours, quotes, types of GVariant and the sign that ends
    a list may be written in any way; all else must be the same text.
    """
    left, right = _bare(one), _bare(other)
    if left == right:
        return True
    truths = _truth(left, right), _truth(right, left)
    if None not in truths:
        return truths[0] == truths[1]
    numbers = number_of(left), number_of(right)
    if numbers[0] is not None and numbers[1] is not None:
        return close(numbers[0], numbers[1], None)
    if ";" in left and left.count(";") == right.count(";"):
        pairs = zip(left.split(";"), right.split(";"), strict=True)
        return all(same_setting(key, *pair) for pair in pairs)
    colours = _colour(key, left), _colour(key, right)
    return colours[0] is not None and colours[0] == colours[1]


def _bare(value: str) -> str:
    """Return a value without quotes, type, blanks between elements and the last sign of a list."""
    text = _TYPED.sub("", fold(value)) if _TYPED.match(fold(value)) else fold(value)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    text = re.sub(r"\s*([,;])\s*", r"\1", text)
    return text.rstrip(";").replace('"', "'") if ";" in text or text[:1] == "[" else text


def _truth(value: str, beside: str) -> bool | None:
    """Return the truth of a value; 1 and 0 are truths only beside one in words."""
    word = value.casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if word in ("1", "0") and beside.casefold() in _TRUE | _FALSE:
        return word == "1"
    return None


def _colour(key: str, value: str) -> str | None:
    """Return a colour as six digits, None if a value is none; without its opacity if it is full."""
    text = value.casefold()
    hexed = _HEX.fullmatch(text)
    if hexed:
        digits = hexed["digits"]
        if len(digits) == 3:
            return "".join(digit * 2 for digit in digits)
        if len(digits) == 8:
            return digits[2:] if digits.startswith("ff") else None
        return digits
    parts = _RGB.fullmatch(text)
    if parts and all(int(part) < 256 for part in parts.groups()):
        return "".join(f"{int(part):02x}" for part in parts.groups())
    if not _COLOUR.search(key):
        return None
    if text.isdigit() and len(text) <= 8 and int(text) <= 0xFFFFFF:
        return f"{int(text):06x}"
    return _CSS.get(text)
