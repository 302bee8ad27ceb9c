"""The fields of a check's form come from what its kind declares."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio.grading import KINDS
from studio.gui.pages.checks.form import CheckForm
from studio.gui.pages.checks.parameters import fields_of
from studio.gui.widgets.fields import Lines
from studio.model.check import Check


def check(kind: str, **parameters: object) -> Check:
    return Check(id="c", kind=kind, target="report.xlsx", parameters=parameters)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_parameter_of_each_kind_is_a_field_with_a_title(kind: str) -> None:
    fields = fields_of(check(kind))
    assert [field.name for field in fields] == list(KINDS[kind].parameters.model_fields)
    for field in fields:
        assert field.title != field.name and field.title[0].isupper()
        assert (field.shape == "choice") is bool(field.choices)
        if field.shape in ("words", "lines", "pairs", "structure") and field.value:
            assert field.parsed(field.text) is not None


def test_values_come_back_as_they_were_written() -> None:
    found = {field.name: field for field in fields_of(check("table_equals", key=["a", "b"]))}
    assert found["key"].text == "a; b"
    assert found["key"].parsed(" x ;y; ") == ["x", "y"]
    assert found["facts"].choices == ("all", "changed", "unchanged")
    parts = [{"kind": "file_exists", "target": "a.txt"}]
    field = next(f for f in fields_of(check("any_of", checks=parts)) if f.name == "checks")
    assert field.shape == "structure" and field.parsed(field.text) == parts
    with pytest.raises(ValueError, match="written as JSON"):
        field.parsed("[{kind")


def test_json_that_is_none_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    form = CheckForm()
    qtbot.addWidget(form)
    form.show_check(check("any_of", checks=[{"kind": "file_exists", "target": "a.txt"}]), ())
    line = form.fields["checks"]
    assert isinstance(line, QLineEdit) and line.toolTip()
    with qtbot.waitSignal(form.refused) as heard, qtbot.assertNotEmitted(form.changed):
        line.clear()
        qtbot.keyClicks(line, "[{")
        line.editingFinished.emit()
    assert "JSON" in heard.args[0]


def test_rules_stand_each_on_a_line_and_tolerances_as_pairs() -> None:
    rules = ["each `stop` once; no more", "at most 8 `hours` per `van`"]
    found = {field.name: field for field in fields_of(check("plan_rules", rules=rules))}
    assert found["rules"].shape == "lines" and found["rules"].text == "\n".join(rules)
    assert found["rules"].parsed(f"\n {rules[1]} \n\n{rules[0]}") == [rules[1], rules[0]]
    given = {"share = of all": 0.5, "count": 2}
    found = {field.name: field for field in fields_of(check("map_features", tolerances=given))}
    pairs = found["tolerances"]
    assert pairs.shape == "pairs" and pairs.parsed(pairs.text) == given
    with pytest.raises(ValueError, match="a name, = and a value"):
        pairs.parsed("share 0.5")
    names = next(f for f in fields_of(check("label_overlap", names={"1": "2020"})) if f.texts)
    assert names.parsed(names.text) == {"1": "2020"}


def test_lines_are_kept_when_the_keyboard_goes_on(qtbot: QtBot) -> None:
    form = CheckForm()
    qtbot.addWidget(form)
    form.show_check(check("plan_rules", rules=["each `stop` once"]), ())
    lines = form.fields["rules"]
    assert isinstance(lines, Lines)
    lines.selectAll()
    qtbot.keyClicks(lines, "one")
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    qtbot.keyClicks(lines, "two")
    with qtbot.waitSignal(form.changed) as heard:
        qtbot.keyClick(lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.args[1]["parameters"]["rules"] == ["one", "two"]
    with qtbot.assertNotEmitted(form.changed):
        qtbot.keyClick(lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
