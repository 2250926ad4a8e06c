"""What a run is said to have shown, and what a city is said to need."""

from typing import Any

import pytest

from bench.report import FIGURES, Figure, figures, summed_up
from bench.scale import MOMENTS, PHONES, Costs, Moment, Needs

COSTS = Costs(
    command=4.0,
    ballot=1.0,
    pulse=0.02,
    join=2.0,
    idle=1.0,
    hall=5_000,
    process=100_000,
    message=600,
    board=5_000,
    turn=10,
    entry=1_000,
)


@pytest.mark.parametrize(
    "value,down,verdict",
    [
        (8.9, False, "missed"),
        (9, False, "met"),
        (10, False, "aim reached"),
        (9.1, True, "aim reached"),
        (10.1, True, "missed"),
        (None, False, "not measured"),
    ],
)
def test_verdicts(value: float | None, *, down: bool, verdict: str) -> None:
    least, aim = (10, 9.5) if down else (9, 10)
    figure = Figure("what", "at", "×", least, aim, down=down)

    assert figure.verdict(value) == verdict


def test_each_figure_has_a_place_of_its_own_and_an_empty_run_has_none() -> None:
    places = [each.at for each in FIGURES]
    assert len(set(places)) == len(places)
    assert all(each.value({}) is None for each in FIGURES)
    assert figures({}).count("not measured") == sum(each.least is not None for each in FIGURES)


def test_the_busiest_moment_of_all_measurements_counts() -> None:
    result: dict[str, Any] = {
        "a": {"generator_busy": 0.2, "others_busy": 0.5},
        "b": {"generator_busy": 0.6},
        "machine": {},
    }

    assert summed_up(result)["generator_busy"] == 0.6
    assert summed_up(result)["others_busy"] == 0.5


def test_what_a_city_needs_by_hand() -> None:
    need = Needs.at(Moment("debate", commands=0.5), COSTS, halls=100)

    # A hall: 1 ms a second for nothing, 0.5 × 4 ms × 102/100 for its commands.
    assert need.cores == pytest.approx(100 * 3.04 / 1000)
    assert need.processes == 1
    assert need.gigabytes == pytest.approx((100_000 + 100 * 5_000) / 1e6)
    assert need.entries == need.transactions == 50
    assert need.connections == 10
    assert need.words == 51
    assert need.megabits == pytest.approx(100 * 0.5 * 102 * 600 * 8 * 1.3 / 1e6)


def test_a_process_never_commits_more_often_than_a_turn_allows() -> None:
    need = Needs.at(Moment("vote", ballots=PHONES / 10), COSTS, halls=1000)

    assert need.transactions == need.processes * 100 < need.ballots == 10_000


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda each: each.name.partition(":")[0])
def test_twice_the_halls_need_twice_the_cores(moment: Moment) -> None:
    once, twice = Needs.at(moment, COSTS, halls=1000), Needs.at(moment, COSTS, halls=2000)

    assert twice.cores == pytest.approx(2 * once.cores)
    assert twice.megabits == pytest.approx(2 * once.megabits)
