"""Tests that need programs to be isolated."""

import os

import pytest

from studio.sandbox.isolation import isolation_fault

# Root on Linux can always isolate, so there a fault fails the test and never skips it.
needs_isolation = pytest.mark.skipif(
    bool(isolation_fault()) and os.geteuid() != 0, reason="this user may not isolate programs"
)
