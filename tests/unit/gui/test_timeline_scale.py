import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.gui.widgets.timeline_data import Lane, StepSpan, TimelineData
from studio.gui.widgets.timeline_scale import LEVELS, SECOND, Scale, clock_of, levels, ruler, within

HOUR = 3_600 * SECOND
lengths = st.integers(SECOND, 10 * HOUR)
widths = st.integers(50, 4_000)
factors = st.floats(0.1, 20)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    scale = Scale.fit(draw(lengths), draw(widths))
    for _ in range(draw(st.integers(0, 4))):
        scale = scale.zoomed(draw(factors), draw(st.floats(0, 1)) * scale.width)
        scale = scale.scrolled(draw(st.floats(-3_000, 3_000)))
    return scale


@given(scales(), st.floats(0, 1))
def test_a_pixel_and_its_time_lead_to_each_other(scale: Scale, share: float) -> None:
    x = share * scale.width
    assert scale.x(scale.t(x)) == pytest.approx(x, abs=max(1e-3, 2 / scale.per_pixel))


@given(scales())
def test_nothing_outside_the_recording_is_shown(scale: Scale) -> None:
    assert scale.first >= 0
    assert scale.last <= scale.length * (1 + 1e-9) + 1
    assert scale.t(-1e9) == 0 and scale.t(1e12) == scale.length


@given(scales(), factors, st.floats(0, 1))
def test_what_lies_under_the_pointer_stays_there(scale: Scale, factor: float, share: float) -> None:
    x = share * scale.width
    near = scale.zoomed(factor, x)
    inside = near.first > 0 and near.last < near.length * (1 - 1e-9)
    if inside:
        assert near.first + x * near.per_pixel == pytest.approx(
            scale.first + x * scale.per_pixel, rel=1e-6, abs=10
        )


@given(scales(), widths)
def test_another_width_keeps_the_detail_or_the_whole(scale: Scale, width: int) -> None:
    other = scale.resized(width)
    assert other.width == width
    if scale.fits:
        assert other.fits
    else:
        assert other.per_pixel <= scale.per_pixel * (1 + 1e-9)


@given(scales(), st.floats(0, 1))
def test_a_moment_is_brought_into_sight(scale: Scale, share: float) -> None:
    t = round(share * scale.length)
    shown = scale.showing(t)
    assert -1 <= shown.x(t) <= shown.width + 1
    if 0 <= scale.x(t) <= scale.width:
        assert shown == scale


@given(scales(), st.integers(40, 200))
def test_marks_of_the_ruler_never_crowd(scale: Scale, least: int) -> None:
    marks = list(ruler(scale, least))
    places = [x for x, _ in marks]
    assert all(-1 <= x <= scale.width + 1 for x in places)
    steps = np.diff(places)
    longest = 7_200 * SECOND / scale.per_pixel
    assert all(step >= min(least, longest) - 1e-3 for step in steps)
    assert len({words for _, words in marks}) == len(marks)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (14 * 60 * SECOND, ["00:00", "01:00", "02:00"]),
        (HOUR, ["00:00", "05:00", "10:00"]),
        (20 * SECOND, ["00:00", "00:02", "00:04"]),
        (2 * SECOND, ["00:00.0", "00:00.2", "00:00.4"]),
    ],
)
def test_the_ruler_speaks_in_the_detail_of_its_zoom(length: int, expected: list[str]) -> None:
    assert [words for _, words in ruler(Scale.fit(length, 1_000), 64)][:3] == expected


def test_the_clock() -> None:
    assert clock_of(372 * SECOND + 400_000_000) == "06:12.4"
    assert clock_of(61 * 60 * SECOND, tenths=False) == "61:00"


spans = st.lists(st.tuples(st.integers(0, HOUR), st.integers(0, 60 * SECOND)), max_size=60).map(
    sorted
)


@given(scales(), spans, st.integers(1, 4))
def test_just_the_pixels_of_the_spans_are_covered(
    scale: Scale, found: list[tuple[int, int]], least: int
) -> None:
    starts = np.array([start for start, _ in found], np.int64)
    ends = np.array([start + long for start, long in found], np.int64)
    wanted = set()
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        left = int(np.floor(scale.x(start)))
        right = max(int(np.floor(scale.x(end))), left + least)
        # A span that only touches the edge of what is seen may or may not be drawn.
        if scale.first <= end and start <= scale.last:
            wanted |= set(range(max(left, 0), min(right, scale.width)))
    drawn = set(np.flatnonzero(levels(scale, starts, ends, least)).tolist())
    assert drawn == wanted


def test_where_more_happened_is_told_from_where_little_did() -> None:
    scale = Scale.fit(100, 10)
    starts = np.array([0, *[55] * 12, 95], np.int64)
    assert levels(scale, starts, starts, 1).tolist() == [1, 0, 0, 0, 0, LEVELS, 0, 0, 0, 1]
    few = np.array([0, 55, 95], np.int64)
    assert set(levels(scale, few, few, 1).tolist()) == {0, LEVELS}
    none = np.array([], np.int64)
    assert levels(scale, none, none, 1).tolist() == [0] * 10


@given(spans, st.integers(0, HOUR), st.integers(0, 60 * SECOND))
def test_no_span_that_touches_is_left_out(
    found: list[tuple[int, int]], first: int, long: int
) -> None:
    starts = np.array([start for start, _ in found], np.int64)
    ends = np.array([start + wide for start, wide in found], np.int64)
    low, high = within(starts, ends, first, first + long)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start <= first + long and end >= first:
            assert low <= place < high


def test_the_nearest_item_is_found_within_reach() -> None:
    lane = Lane.of("files", "Files", "dots", [(50, 50), (10, 10), (90, 95)], ["b", "a", "c"])
    assert lane.titles == ("a", "b", "c")
    assert lane.near(12, 5) == 0 and lane.near(93, 0) == 2 and lane.near(70, 5) is None


def test_of_bars_that_overlap_the_later_lies_on_top() -> None:
    lane = Lane.of("checkpoints", "Checkpoints", "bars", [(0, 100), (40, 60)], ["long", "short"])
    assert lane.titles[lane.near(50, 0) or 0] == "short"
    assert lane.titles[lane.near(80, 0) or 0] == "long"


def test_steps_by_time() -> None:
    steps = [StepSpan(id, id * 100, id * 100 + 50, "") for id in range(1, 6)]
    data = TimelineData.of(1_000, (), steps)
    assert data.step_at(99) is None and data.step_at(299) == 1 and data.step_at(10_000) == 4
    ids = lambda first, last: [step.id for step in data.steps_within(first, last)]  # noqa: E731
    assert ids(120, 310) == [1, 2, 3] and ids(310, 120) == [1, 2, 3]
    assert ids(160, 190) == [] and ids(0, 5_000) == [1, 2, 3, 4, 5]
