import itertools

import pytest

from studio.gui.theme import TOKENS, Tokens
from tests.gui.pixels import contrast

TEXTS = ("text", "text_2", "text_3", "accent", "good", "bad", "waits")
GROUNDS = ("window", "panel", "sunken", "selection", "accent_tint")
TINTED = ("good", "bad", "waits", "accent")


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", TOKENS)
def test_every_text_reads_on_every_ground(mode: str) -> None:
    tokens = TOKENS[mode]
    pairs = [(text, ground) for text, ground in itertools.product(TEXTS, GROUNDS)]
    pairs += [(name, f"{name}_tint") for name in TINTED] + [("on_accent", "accent")]
    faint = [
        f"{one} on {other}: {ratio:.2f}"
        for one, other in pairs
        if (ratio := contrast(getattr(tokens, one), getattr(tokens, other))) < 4.5
    ]
    assert faint == []


@pytest.mark.parametrize("mode", TOKENS)
def test_edges_and_hues_are_seen_on_every_ground(mode: str) -> None:
    tokens = TOKENS[mode]
    faint = [
        f"{shape} on {ground}: {ratio:.2f}"
        for shape in (tokens.border, *tokens.hues)
        for ground in ("window", "panel", "sunken")
        if (ratio := contrast(shape, getattr(tokens, ground))) < 3
    ]
    assert faint == []


def test_the_modes_have_the_same_tokens() -> None:
    assert {len(tokens.hues) for tokens in TOKENS.values()} == {6}
    for tokens in TOKENS.values():
        assert isinstance(tokens, Tokens)
        plain = [value for value in vars(tokens).values() if isinstance(value, str)]
        assert all(len(value) == 7 and value.startswith("#") for value in (*plain, *tokens.hues))
