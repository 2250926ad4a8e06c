"""Two pictures of a run: how late messages come as they become more, and what each server can bring."""

from pathlib import Path
from typing import Any

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from bench.fanout import ALL, LATEST_MS

STYLE = Style(
    background="white",
    plot_background="white",
    foreground="#333",
    foreground_strong="#111",
    foreground_subtle="#777",
    colors=("#1f7a4d", "#b3402a", "#35618f", "#999"),
    font_family="sans-serif",
)
NAMES = {"ours": "ours", "emit": "python-socketio's emit", "node": "Node's socket.io 4.8"}


def draw(result: dict[str, Any], folder: Path) -> list[Path]:
    """As SVG, without scripts. Nothing where fan-out was not measured."""
    fan = result.get("fan_out")
    if fan is None:
        return []
    pictures = {"latency.svg": _latency(fan), "capacity.svg": _capacity(fan)}
    for name, chart in pictures.items():
        (folder / name).write_text(chart.render(), encoding="utf-8")
    return [folder / name for name in pictures]


def _options(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - pygal's
    return {
        "style": STYLE,
        "js": (),
        "width": 800,
        "height": 420,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 4,
        "disable_xml_declaration": True,
        **more,
    }


def _latency(fan: dict[str, Any]) -> pygal.XY:
    chart = pygal.XY(
        **_options(
            title=f"p99 of the way to {fan['phones']:,} phones, ms (one dot a trial)",
            x_title="messages a second",
            logarithmic=True,
            stroke=False,
            dots_size=3,
        )
    )
    for name, trials in fan["trials"].items():
        chart.add(
            NAMES[name],
            [
                (each["rate"], each["p99_ms"])
                for each in trials
                if each["p99_ms"] and each["delivered"] >= ALL
            ],
        )
    rates = [each["rate"] for trials in fan["trials"].values() for each in trials]
    chart.add("too late", [(min(rates), LATEST_MS), (max(rates), LATEST_MS)], stroke=True, show_dots=False)
    return chart


def _capacity(fan: dict[str, Any]) -> pygal.HorizontalBar:
    chart = pygal.HorizontalBar(
        **_options(
            title=f"messages a second to {fan['phones']:,} phones on one core, p99 ≤ {LATEST_MS} ms",
            print_values=True,
        )
    )
    for name, rate in fan["median"].items():
        chart.add(NAMES[name], rate)
    return chart
