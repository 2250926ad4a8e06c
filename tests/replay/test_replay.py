"""A replay agrees with a true file, and names what a false one changed."""

import asyncio
import re
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deliberation.cli import app
from deliberation.records.scenario import Scenario, load_scenario, parse_scenario
from deliberation.replay.run import Report, replay

HERE = Path(__file__).parent
DEMO = ("liuhe-yard.yaml", "parking-ev.yaml", "east-gate.yaml")


def source(name: str) -> str:
    """The text of a scenario file, packaged or of these tests."""
    own = HERE / name
    if own.exists():
        return own.read_text(encoding="utf-8")
    return files("deliberation.demo").joinpath(name).read_text(encoding="utf-8")


def replayed(text: str) -> Report:
    """Replay a scenario's text."""
    scenario: Scenario = parse_scenario(text, name="test.yaml")
    return asyncio.run(replay(scenario, timezone="Asia/Shanghai"))


def altered(text: str, old: str, new: str) -> str:
    """The text with exactly one place changed."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.mark.parametrize("name", [*DEMO, "trees.yaml"])
def test_a_true_file_agrees(name: str) -> None:
    report = replayed(source(name))

    assert report.differences == []
    assert report.votes == source(name).count("motion_type:")


@pytest.mark.parametrize(
    "name, old, new, where",
    [
        # One count moved from abstain to for, the total left as it was.
        ("liuhe-yard.yaml", "counts: {standing: [4,0,1]", "counts: {standing: [5,0,0]", "V5"),
        # One person too many in a group: the tellers' sheet does not add up.
        ("liuhe-yard.yaml", "family: [2,1,0], shop: [1,0,0]", "family: [3,1,0], shop: [1,0,0]", "V1"),
        # The seven to six vote called a success.
        (
            "parking-ev.yaml",
            "total: [7,6,1], present_voting: 14, result: not_adopted",
            "total: [7,6,1], present_voting: 14, result: adopted",
            "V1",
        ),
        # The mark was never made.
        ("parking-ev.yaml", "type: mark_deferred, proposal: P2, actor: S2", "type: note, actor: R1", "P2"),
        (
            "liuhe-yard.yaml",
            "executable_now: false, outcome: referred",
            "executable_now: false, outcome: adopted",
            "P3",
        ),
        (
            "trees.yaml",
            "expected_voting: 9, present_voting: 8",
            "expected_voting: 9, present_voting: 7",
            "attendance",
        ),
    ],
)
def test_a_false_file_is_named(name: str, old: str, new: str, where: str) -> None:
    report = replayed(altered(source(name), old, new))

    assert where in {difference.where for difference in report.differences}


@pytest.mark.parametrize("name", DEMO)
def test_only_procedure_is_filled_in(name: str) -> None:
    report = replayed(source(name))

    assert set(report.filled) <= {"resume", "second", "answer_objection", "call_for_more", "close_debate"}


def test_an_event_of_another_kind_is_a_note() -> None:
    report = replayed(altered(source("trees.yaml"), "type: recess, minutes: 10", "type: fireworks"))

    assert report.differences == []


def test_whoever_may_vote_after_a_recusal_is_a_true_count_too() -> None:
    text = altered(
        source("trees.yaml"), "total: [5,2,0], present_voting: 8", "total: [5,2,0], present_voting: 7"
    )

    assert replayed(text).differences == []


def test_exit_codes(tmp_path: Path) -> None:
    runner = CliRunner()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        altered(source("liuhe-yard.yaml"), "counts: {standing: [4,0,1]", "counts: {standing: [5,0,0]"),
        encoding="utf-8",
    )

    with as_file(files("deliberation.demo")) as folder:
        fine = runner.invoke(app, ["replay", str(folder / "liuhe-yard.yaml"), "--data", str(tmp_path)])
    differs = runner.invoke(app, ["replay", str(wrong), "--data", str(tmp_path)])
    missing = runner.invoke(app, ["replay", str(tmp_path / "none.yaml"), "--data", str(tmp_path)])

    assert fine.exit_code == 0
    assert differs.exit_code == 1
    assert re.search(r"V5", differs.output)
    assert missing.exit_code == 2


def test_loading_from_a_path() -> None:
    assert load_scenario(HERE / "trees.yaml").community == "银杏里社区"
