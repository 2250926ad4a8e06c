"""`deliberation replay`: walk a scenario's timeline and say where it differs from the file."""

import asyncio
import sys
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.table import Table

from deliberation.console.terminal import ERRORS, OUT, _, say
from deliberation.records.scenario import load_scenario
from deliberation.replay.run import Report, replay


class Finding(Struct, frozen=True):
    """A difference for programs: `where` is the id in the file, `what` a sentence."""

    where: str
    what: str
    expected: str
    found: str


class Result(Struct, frozen=True):
    """What `--json` prints."""

    scenario: str
    agrees: bool
    votes: int
    entries: int
    filled: dict[str, int]
    differences: list[Finding]


def run(path: Path, *, timezone: str, as_json: bool) -> bool:
    """Replay one file and report; whether everything agreed. Raises ScenarioError for a wrong file."""
    scenario = load_scenario(path)
    with ERRORS.status(_("正在重演 {file} …", file=path.name)):
        report = asyncio.run(replay(scenario, timezone=timezone))
    result = _result(scenario.id, report)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(result)).decode() + "\n")
    else:
        _show(result)
    return result.agrees


def _result(scenario: str, report: Report) -> Result:
    filled = {step: report.filled.count(step) for step in dict.fromkeys(report.filled)}
    findings = [Finding(each.where, say(each.what), each.expected, each.found) for each in report.differences]
    return Result(scenario, not findings, report.votes, report.entries, filled, findings)


def _show(result: Result) -> None:
    steps = sum(result.filled.values())
    if result.agrees:
        OUT.print(
            _(
                "{scenario}：{votes} 次表决、{entries} 条记录，全部和文件一致（补上了 {steps} 个程序步骤）。",
                scenario=result.scenario,
                votes=result.votes,
                entries=result.entries,
                steps=steps,
            ),
            markup=False,
        )
        return
    table = Table(title=_("{scenario}：和文件不一致的地方", scenario=result.scenario))
    for heading in (_("编号"), _("内容"), _("文件里"), _("实际")):
        table.add_column(heading)
    for each in result.differences:
        table.add_row(each.where, each.what, each.expected, each.found)
    OUT.print(table, markup=False)
