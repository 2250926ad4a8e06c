"""Time on the record."""

from datetime import timedelta

from deliberation.live.clock import SteadyClock, machine_seconds
from tests.support.halls import START, ManualClock


def test_setting_the_wall_clock_moves_nothing() -> None:
    """An NTP jump in the middle of a speech neither ends it nor turns the record round."""
    wall, machine = ManualClock(), [1000.0]
    clock = SteadyClock(wall, lambda: machine[0])
    machine[0] += 60
    wall.now = START - timedelta(hours=8)

    assert clock() == START + timedelta(seconds=60)
    assert clock.drift == timedelta(hours=-8, seconds=-60)


def test_without_a_jump_there_is_no_drift() -> None:
    wall, machine = ManualClock(), [0.0]
    clock = SteadyClock(wall, lambda: machine[0])
    machine[0] += 3600
    wall.advance(3600)

    assert clock.drift == timedelta(0)
    assert clock() == wall()


def test_the_machine_counts_forwards() -> None:
    assert machine_seconds() <= machine_seconds()
