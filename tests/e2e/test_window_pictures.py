"""The real window proves the sample on a real display, and is looked at page by page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from studio.model.frozen import Size
from studio.running import list_trials
from studio.sandbox.desktop import PrivateDesktop

HERE = Path(__file__).parent
PAGES = ("checks", "export", "home", "instruction", "occupations", "proof", "steps", "trials")


@pytest.mark.timeout(400)
def test_the_window_proves_the_sample_and_shows_it_in_light_and_dark(tmp_path: Path) -> None:
    """`make pictures` keeps the pictures in docs/images."""
    out = Path(os.environ.get("STUDIO_PICTURES", tmp_path)).absolute()
    with PrivateDesktop(Size(width=1600, height=1000)) as desktop:
        home = desktop.home
        answer = subprocess.run(
            [
                sys.executable,
                str(HERE / "draw_window.py"),
                str(out),
                str(HERE.parents[1] / "studio/demo/data/prompt.md"),
                "light",
                "dark",
            ],
            env=desktop.environment
            | {
                "QT_QPA_PLATFORM": "xcb",
                "HOME": str(home),
                "STUDIO_WORKSPACE": str(home / "Work"),
                "STUDIO_AUTHOR": "Robin Vale",
            },
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert answer.returncode == 0, answer.stderr
        rows = {row.agent: row.score for row in list_trials(home / "Work/trials/invoices")}
    spoilt = rows.pop("near-miss")
    assert spoilt is not None and spoilt < 1
    assert rows == {"noop": 0.0, "oracle": 1.0, "replay": 1.0}
    for page in PAGES:
        light, dark = (Image.open(out / f"{page}-{mode}.png") for mode in ("light", "dark"))
        assert light.size == dark.size == (1280, 800)
        assert corner_brightness(light) > 200 > 60 > corner_brightness(dark)
        assert len(light.convert("RGB").getcolors(1 << 24) or ()) > 60


def corner_brightness(picture: Image.Image) -> int:
    """The side bar's foot, where nothing is written."""
    found = picture.convert("L").getpixel((20, 780))
    assert isinstance(found, int)
    return found
