"""What every test may use."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow; that says nothing about what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def require_or_skip(env: str, reason: str) -> None:
    """Skip the running test for `reason`, or fail it where `env` is 1: there, nothing may be missing."""
    if os.environ.get(env) == "1":
        pytest.fail(f"{reason} ({env}=1 does not allow skipping)", pytrace=False)
    pytest.skip(reason)
