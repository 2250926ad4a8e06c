"""Nothing that others build on is undocumented, and no page says something else than the code."""

import re
from pathlib import Path

import pytest
import typer

from deliberation.cli import app
from deliberation.records.scenario import load_scenario
from deliberation.session.refusals import REFUSALS
from deliberation.session.rules import Ruleset
from deliberation.session.wall_text import wall_text
from tests.docs import tables
from web.settings import NAMES

DOCS = tables.ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def named(page: str) -> set[str]:
    """Everything in `this kind of type` on a page."""
    return set(re.findall(r"`([^`\n]+)`", text(page)))


@pytest.mark.parametrize("page, name", tables.TABLES, ids=lambda part: str(part).removeprefix("docs/"))
def test_tables_say_what_the_code_says(page: str, name: str) -> None:
    _, shown, _ = tables.parts(page, name)
    assert shown == tables.TABLES[page, name]() + "\n", "python -m tests.docs.tables writes it anew"


def test_each_command_says_what_it_may_be_refused_with() -> None:
    section = text("commands.md").partition("## What it may be refused with")[2]
    rows = [line for line in section.splitlines() if line.startswith("| `") and "`do`" not in line]
    listed = {name for line in rows for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert listed == {tables.tag(each) for each in tables.commands()}
    codes = {code for line in rows for code in re.findall(r"`(\w+)`", line.split("|")[2])}
    assert codes <= REFUSALS.keys()


def test_each_refusal_of_the_rules_belongs_to_a_command() -> None:
    assert named("commands.md") >= REFUSALS.keys()


def test_each_rule_on_the_wall_has_its_row_and_its_refusals() -> None:
    rules = text("rules.md")
    rows = dict(re.findall(r"^\| (\d+) \| (.*)$", rules, re.MULTILINE))
    for number, _ in wall_text(Ruleset(id="test", name={"zh": "测试"})):
        assert str(number) in rows, f"rule {number}"
        codes = {code for code, refusal in REFUSALS.items() if refusal.rule == number}
        assert codes <= set(re.findall(r"`(\w+)`", rows[str(number)])), f"rule {number}"


def test_each_parameter_of_the_rules_is_explained() -> None:
    for field in Ruleset.__struct_fields__:
        kind = Ruleset.__annotations__[field]
        inner = getattr(kind, "__struct_fields__", None)
        for name in [f"{field}.{each}" for each in inner] if inner else [field]:
            assert name in named("rules.md"), name


@pytest.mark.parametrize("page", ["administrator.md", "en/administrator.md"])
def test_each_setting_and_each_subcommand_is_explained_to_the_administrator(page: str) -> None:
    assert named(page) >= set(NAMES)
    group = typer.main.get_command(app)
    names = getattr(group, "commands", {})
    assert names
    for name in names:
        assert f"deliberation {name}" in text(page), name


def test_each_page_for_users_has_an_english_twin() -> None:
    twins = {page.name for page in (DOCS / "en").glob("*.md")}
    assert twins == {"administrator.md", "facilitator.md", "recorder.md", "resident.md"}
    assert all((DOCS / name).exists() for name in twins)


def test_each_decision_is_in_the_index() -> None:
    index = text("decisions/README.md")
    pages = [page.name for page in (DOCS / "decisions").glob("0*.md")]
    assert len({name[:4] for name in pages}) == len(pages), "a number was used twice"
    assert all(f"({name})" in index for name in pages), sorted(pages)


def test_the_scenario_in_the_administrators_page_can_be_imported(tmp_path: Path) -> None:
    for page in ("administrator.md", "en/administrator.md"):
        (example,) = re.findall(r"```yaml\n(.*?)```", text(page), re.DOTALL)
        file = tmp_path / "example.yaml"
        file.write_text(example, encoding="utf-8")
        assert load_scenario(file).participants


def test_what_the_pages_call_a_button_is_what_the_screen_calls_it() -> None:
    """In the pages for users, 「…」 quotes a screen; anything else that is said stands in “…”."""
    folders = ("deliberation", "templates", "frontend/src")
    files = (file for folder in folders for file in (tables.ROOT / folder).rglob("*.*"))
    sources = "\n".join(
        file.read_text(encoding="utf-8") for file in files if file.suffix in {".py", ".html", ".ts", ".tsx"}
    )
    for page in (DOCS / "en").glob("*.md"):
        for quoted in re.findall(r"「(.+?)」", page.read_text(encoding="utf-8") + text(page.name)):
            for label in quoted.split(" → "):
                assert label in sources, f"{page.name}: {label}"
