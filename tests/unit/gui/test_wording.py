from studio.base.pace import Stage
from studio.gui.wording import elapsed, told_stage


def test_counts_and_times_under_way() -> None:
    assert told_stage(Stage("making near misses", 3, 1200)) == "making near misses: 3 of 1,200"
    assert told_stage(Stage("acting", 0, 0)) == "acting"
    assert [elapsed(seconds) for seconds in (0.9, 59.9, 61)] == ["", "59 s", "1 min 1 s"]
