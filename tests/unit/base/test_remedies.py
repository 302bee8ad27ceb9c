import copy

import pytest

from studio.base.errors import FaultError, UserError
from studio.base.extras import import_extra
from studio.base.remedies import to_examine, to_install


def test_each_remedy_is_told_with_and_without_a_shell() -> None:
    fault = to_examine("The window manager did not start")
    assert fault.in_shell == "The window manager did not start; run `studio doctor`."
    assert str(fault) == (
        "The window manager did not start; what is missing can be found out (“When something is "
        "wrong” in the guide says how)."
    )
    fault = to_install("xeyes is not installed", "x11-apps")
    assert (
        fault.in_shell == "xeyes is not installed; install it with: sudo apt-get install x11-apps"
    )
    assert str(fault) == "xeyes is not installed; the package x11-apps has to be installed."
    assert str(to_install("It needs a, b", "a", "b")).endswith(
        "the packages a, b have to be installed."
    )


def test_a_missing_extra_names_itself() -> None:
    with pytest.raises(FaultError, match=r"the package task-authoring-studio\[maps\] has") as fault:
        import_extra("no_such_module_at_all", "maps", "Maps")
    assert fault.value.in_shell == (
        "Maps need the extra maps; install it with: pip install 'task-authoring-studio[maps]'"
    )


def test_a_fault_keeps_both_of_its_sentences_when_it_is_copied() -> None:
    fault = UserError("There is no check.", "There is no check; `list` names them.")
    for again in (copy.copy(fault), copy.deepcopy(fault)):
        assert (str(again), again.in_shell) == (str(fault), fault.in_shell)
    assert UserError("Alone.").in_shell == "Alone."
