"""Every refusal is used by the rules, and produced by a test."""

import ast
from collections.abc import Iterator
from pathlib import Path

import deliberation.session
from deliberation.session.refusals import REFUSALS

RULES = Path(deliberation.session.__file__).parent
TESTS = Path(__file__).parent


def words_in(folder: Path, *, within: set[str] | None = None) -> Iterator[str]:
    """Every text constant in a folder's modules, or those in calls of these functions."""
    for path in sorted(folder.glob("*.py")):
        if path.name == "refusals.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call))
        for call in calls:
            name = getattr(call.func, "id", "")
            if within is None or name in within:
                inside = [each for argument in call.args for each in ast.walk(argument)]
                yield from (
                    each.value
                    for each in inside
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def returned_by_rights() -> set[str]:
    """`rights.py` chooses the code first and refuses with it afterwards."""
    tree = ast.parse((RULES / "rights.py").read_text(encoding="utf-8"))
    returns = (each for each in ast.walk(tree) if isinstance(each, ast.Return) and each.value is not None)
    return {
        each.value
        for statement in returns
        for each in ast.walk(statement)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def test_every_refusal_is_used() -> None:
    used = set(words_in(RULES, within={"require", "refuse"})) | returned_by_rights()
    assert set(REFUSALS) - used == set()


def test_every_refusal_is_produced_by_a_test() -> None:
    """`rejected("…")` fails unless exactly this code is produced, so naming it there is enough."""
    assert set(REFUSALS) - set(words_in(TESTS, within={"rejected"})) == set()
