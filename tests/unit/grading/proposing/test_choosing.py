"""Each check must earn its place."""

from studio.grading.proposing.choosing import choose
from studio.model.check import Check


def check(id: str, kind: str = "table_equals", gate: bool = False, point: str = "p") -> Check:
    return Check(id=id, kind=kind, target="a.csv", gate=gate, checkpoint=point)


def chosen(checks: list[Check], kills: dict[str, set[str]]) -> list[str]:
    found = choose(checks, lambda one: frozenset(kills.get(one.id, ())))
    return [one.id for one in found]


def test_a_check_that_refuses_nothing_of_its_own_goes() -> None:
    checks = [check("all"), check("part"), check("other")]
    kills = {"all": {"x", "y"}, "part": {"x"}, "other": {"z"}}
    assert chosen(checks, kills) == ["all", "other"]


def test_of_equals_the_one_with_weight_stays() -> None:
    checks = [check("gate", gate=True), check("weighted")]
    assert chosen(checks, {"gate": {"x"}, "weighted": {"x"}}) == ["weighted"]


def test_a_checkpoint_keeps_a_weighted_check_and_presence_stays() -> None:
    checks = [check("one"), check("idle", point="q"), check("there", "file_exists", gate=True)]
    assert chosen(checks, {"one": {"x"}}) == ["one", "idle", "there"]
