"""Text in every script reaches a real program as it was meant."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from studio.model.step import PressKeys, TypeText
from studio.running.actor import Actor
from studio.running.staging import await_quiet
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.recording_desk import open_program

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
TEXTS = {
    "accents": "Größe, naïve façade; Łódź, Žižkov, Ærø, 1.250,00 €",
    "greek": "Ωμέγα, το άλφα και το βήτα",
    "cyrillic": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "hebrew and arabic": "שלום עולם, مرحبا بالعالم",
    "chinese and japanese": "会計の帳簿、カタカナとひらがな、中文发票总额",
    "emoji": "done 😀🎉 ✅ 👍🏽",
    "signs": "<a href='x'>&\"`~^|\\{[()]}@#$%*+-=_?!;:,./ </a>",
    "many": "".join(chr(code) for code in range(0x4E00, 0x4E00 + 150)),
}


@contextmanager
def screen_of(desktop: PrivateDesktop) -> Iterator[Display]:
    with mock.patch.dict(os.environ, desktop.environment):
        display = Display()
    try:
        yield display
    finally:
        display.close()


def written(desktop: PrivateDesktop, note: Path, texts: list[str]) -> list[str]:
    note.write_text("")
    with Actor(desktop.environment) as actor:
        open_program(desktop, actor, ["mousepad", str(note)], note.name)
        for text in texts:
            actor.act(TypeText(text=text + "\n"))
        actor.act(PressKeys(keys=("ctrl", "s")))
        assert wait_until(lambda: note.stat().st_size > 0, 20)
        await_quiet(note.parent)
    return note.read_text().splitlines()


def test_every_script_is_typed_right(desktop: PrivateDesktop, tmp_path: Path) -> None:
    found = written(desktop, tmp_path / "note.txt", list(TEXTS.values()))
    assert dict(zip(TEXTS, found, strict=False)) == TEXTS


@pytest.mark.parametrize("layout", ["de", "ru", "second group"])
def test_the_layout_does_not_matter(desktop: PrivateDesktop, tmp_path: Path, layout: str) -> None:
    words = ["us,gr", "-option", "grp:caps_toggle"] if layout == "second group" else [layout]
    subprocess.run(["setxkbmap", *words], env=desktop.environment, check=True)
    if layout == "second group":
        with screen_of(desktop) as display:
            caps = 66
            for kind in (X.KeyPress, X.KeyRelease):
                xtest.fake_input(display, kind, caps)
            display.sync()
            assert display.screen().root.query_pointer().mask >> 13 & 3 == 1
    texts = [TEXTS[name] for name in ("accents", "greek", "cyrillic", "signs")]
    assert written(desktop, tmp_path / "note.txt", texts) == texts


def test_a_lock_on_capitals_does_not_matter(desktop: PrivateDesktop, tmp_path: Path) -> None:
    subprocess.run(["xdotool", "key", "Caps_Lock"], env=desktop.environment, check=True)
    assert written(desktop, tmp_path / "note.txt", ["Total of May"]) == ["Total of May"]
