"""How long the whole journey takes somebody who looks before each press and types as people do."""

import time

import pytest

from studio.sandbox.desktop import PrivateDesktop
from tests.e2e.test_journey import go

PAUSE_S, MUST_MINUTES = 2.0, 15


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_from_the_first_start_to_the_package_at_the_pace_of_a_person() -> None:
    began = time.monotonic()
    with PrivateDesktop() as desktop:
        go(desktop, pause=PAUSE_S)
    minutes = (time.monotonic() - began) / 60
    print(
        f"the whole journey, {PAUSE_S:g} s before each press and 5 letters a second: "
        f"{minutes:.1f} minutes (must {MUST_MINUTES})"
    )
