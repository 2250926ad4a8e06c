"""Figures for Prometheus: one registry an application, so that two in one process share nothing.

What happens is only counted; families and texts are made when somebody asks. The library's own histograms
take a lock for each value, which costs 8 µs where this costs 2. No label says who, or in which session: such
figures are kept for months.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Final, get_args

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from deliberation.live.bus import BusFigures
from deliberation.live.messages import Answer, Done
from deliberation.live.rooms import Rooms
from deliberation.session.board import Audience

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Edges where something was promised: an answer within 15 ms, 50 ms at the worst; a screen within 250 ms."""

COMMANDS: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""How many commands one turn decided; a turn of none let a screen in or caught up with another process."""

CountPhones = Callable[[], Mapping[Audience, int]]


class Spread:
    """How values lie between edges."""

    def __init__(self, edges: tuple[float, ...]) -> None:
        self._edges = edges
        self._counts = [0] * (len(edges) + 1)
        self._sum = 0.0

    def note(self, value: float) -> None:
        """One more."""
        self._counts[bisect_left(self._edges, value)] += 1
        self._sum += value

    def add_to(self, family: HistogramMetricFamily, *labels: str) -> None:
        """Hand it to Prometheus, whose buckets each hold those below them, too."""
        names = [*map(str, self._edges), "+Inf"]
        buckets = list(zip(names, accumulate(self._counts), strict=True))
        family.add_metric(labels, buckets, sum_value=self._sum)


class Metrics(Collector):
    """Counts what passes through one application."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, str]] = Counter()
        self._acknowledgements = Spread(SECONDS)
        self._deliveries = {"patch": Spread(SECONDS), "pulse": Spread(SECONDS)}
        self._turns = Spread(SECONDS)
        self._batches = Spread(COMMANDS)
        self._rooms: Rooms | None = None
        self._phones: CountPhones = dict
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    # What is told as it happens ------------------------------------------------------------------------

    def answered(self, do: str, answer: Answer, seconds: float) -> None:
        """A command was answered, so long after it came."""
        self._answers[do, "ok" if isinstance(answer, Done) else answer.code] += 1
        self._acknowledgements.note(seconds)

    def delivered(self, event: str, seconds: float) -> None:
        """A message was written to its last screen; only what goes to many is measured, once for all."""
        if spread := self._deliveries.get(event):
            spread.note(seconds)

    def turned(self, commands: int, seconds: float) -> None:
        """The writer committed a turn."""
        self._batches.note(commands)
        self._turns.note(seconds)

    # What is read when somebody asks -------------------------------------------------------------------

    def watch(self, rooms: Rooms, phones: CountPhones) -> None:
        """From now on, tell about these rooms as well."""
        self._rooms, self._phones = rooms, phones

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """See `prometheus_client.registry.Collector`."""
        commands = CounterMetricFamily(
            "deliberation_commands", "Commands, by what was wanted and by the answer", labels=("do", "answer")
        )
        for labels, count in self._answers.items():
            commands.add_metric(labels, count)
        yield commands

        deliveries = HistogramMetricFamily(
            "deliberation_delivery_seconds",
            "From a message to many being published to its being written to the last of them",
            labels=("message",),
        )
        for event, spread in self._deliveries.items():
            spread.add_to(deliveries, event)
        yield deliveries

        for spread, name, what in (
            (self._acknowledgements, "acknowledgement_seconds", "From a command's arrival to its answer"),
            (self._turns, "turn_seconds", "Committed turns of the writer"),
            (self._batches, "turn_commands", "Commands decided in one turn"),
        ):
            family = HistogramMetricFamily(f"deliberation_{name}", what)
            spread.add_to(family)
            yield family

        phones = GaugeMetricFamily(
            "deliberation_connected", "Connected screens, by what they may see", labels=("audience",)
        )
        counted = self._phones()
        for audience in get_args(Audience):
            phones.add_metric((audience,), counted.get(audience, 0))
        yield phones

        if self._rooms is not None:
            yield from _about_rooms(self._rooms)
            yield from _about_bus(self._rooms.bus.figures)


def _about_rooms(rooms: Rooms) -> Iterator[Metric]:
    yield _gauge("rooms", "Sessions in this process's memory", rooms.count)
    yield _gauge("writer_healthy", "Whether the last turn went well", rooms.healthy)
    yield _counter("turns_failed", "Turns that could not be written", rooms.figures.failed_turns)
    yield _counter("writer_restarts", "Failures of the writer that nobody foresaw", rooms.figures.restarts)


def _about_bus(figures: BusFigures) -> Iterator[Metric]:
    yield _counter("bus_published", "Words handed to the bus", figures.published)
    yield _counter("bus_received", "Words of other processes", figures.received)
    yield _counter("bus_dropped", "Words that could not be handed over, or not be read", figures.dropped)
    yield _gauge("bus_lag_seconds", "How long our latest word took to come back to us", figures.lag_seconds)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"deliberation_{name}", what, value=value)


def _counter(name: str, what: str, value: float) -> Metric:
    return CounterMetricFamily(f"deliberation_{name}", what, value=value)
