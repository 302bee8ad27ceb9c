import pytest
from pydantic import Field, ValidationError

from studio.authoring.unfit import first_fault
from studio.model.frozen import Frozen


class Lines(Frozen):
    spare: int = Field(default=0, ge=0, title="Other lines")
    weight: float = Field(default=1, title="Weight")


@pytest.mark.parametrize(
    ("values", "told", "in_shell"),
    [
        ({"spare": -1}, "“Other lines” must be at least 0.",
         "“Other lines” (spare) must be at least 0."),
        ({"spare": "a"}, "“Other lines” must be a whole number.",
         "“Other lines” (spare) must be a whole number."),
        ({"weight": "a"}, "“Weight” must be a number.", "“Weight” must be a number."),
    ],
)  # fmt: skip
def test_a_field_is_named_by_its_title_and_to_who_types_it_by_its_name(
    values: dict[str, object], told: str, in_shell: str
) -> None:
    with pytest.raises(ValidationError) as unfit:
        Lines.model_validate(values)
    fault = first_fault(unfit.value, Lines)
    assert (str(fault), fault.in_shell) == (told, in_shell)
