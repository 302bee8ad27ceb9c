"""What the page of settings shows."""

from studio.gui.pages.settings.state import ZOOMS, KeyRow, matching, next_zoom

ROWS = (
    KeyRow("undo", "Undo", "Edit", "Ctrl+Z", False),
    KeyRow("zoom_in", "Zoom in", "View", "Ctrl++", False),
)


def test_rows_match_by_words_menu_and_keys() -> None:
    assert matching(ROWS, "") == ROWS
    assert matching(ROWS, "ctrl+z edit") == ROWS[:1]
    assert matching(ROWS, "nothing") == ()


def test_zoom_goes_by_steps_and_stays_at_its_ends() -> None:
    assert [next_zoom(zoom, 1) for zoom in ZOOMS] == [*ZOOMS[1:], 200]
    assert [next_zoom(zoom, -1) for zoom in ZOOMS] == [100, *ZOOMS[:-1]]
    assert next_zoom(130, 1) == 150
