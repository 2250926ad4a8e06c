"""The tables of docs/ that repeat what the code says, made from the code.

`test_reference.py` compares them with the pages; `python -m tests.docs.tables` writes them into the pages.
"""

import inspect
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import fields

from deliberation.language import translator
from deliberation.live import refusals as room_refusals
from deliberation.session import decide, facts
from deliberation.session.board import PUBLIC_LOG, STAFF_LOG
from deliberation.session.commands import AnyCommand, Command
from deliberation.session.evolve import SILENT
from deliberation.session.refusals import REFUSALS
from deliberation.session.rights import MEMBER, RIGHTS
from web.sockets import refusals as wire_refusals

ROOT: Final = Path(__file__).parents[2]
ENGLISH = translator("en")

PHASES: Final[Mapping[str, tuple[type[Command], ...]]] = {
    "check-in": decide.BEFORE_OPENING,
    "recess": decide.IN_RECESS,
    "vote": decide.DURING_VOTE,
}
"""Moments beside the ordinary run of an open session, and the commands that they have."""


def commands() -> list[type[Command]]:
    return list(get_args(AnyCommand))


def all_facts() -> list[type[facts.Fact]]:
    return list(get_args(facts.AnyFact))


def tag(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag)


def meaning(kind: type[Struct]) -> str:
    """The first paragraph of its docstring on one line."""
    text = inspect.getdoc(kind) or ""
    return " ".join(text.split("\n\n")[0].split())


def shape(hint: object) -> str:
    """A type as a reader of the wire sees it."""
    if isinstance(hint, NewType):
        return f"{hint.__name__.removesuffix('Id').lower()} id"
    match get_origin(hint), get_args(hint):
        case kind, (base, *notes) if kind is Annotated:
            text = limited(base, next(each for each in notes if isinstance(each, Meta)))
        case kind, choices if kind is Literal:
            text = " · ".join(f"`{each}`" for each in choices)
        case kind, options if kind in {Union, types.UnionType}:
            text = shape(next(each for each in options if each is not type(None)))
        case kind, (item, *_) if kind is list:
            text = f"list of {shape(item)}"
        case kind, (key, value) if kind is dict:
            text = f"{{{shape(key)}: {shape(value)}}}"
        case kind, items if kind is tuple:
            text = "[" + ", ".join(shape(each) for each in items) + "]"
        case _:
            name = getattr(hint, "__name__", "").lower()
            text = {"str": "text", "int": "number", "bool": "`true` · `false`"}.get(name, name)
    return text


def limited(base: object, meta: Meta) -> str:
    if meta.extra and meta.extra.get("sealed"):
        return "personal text"
    if meta.max_length is not None:
        return f"{meta.min_length or 0}–{meta.max_length} characters"
    if meta.ge is not None:
        return f"{meta.ge}–{meta.le}" if meta.le is not None else f"{meta.ge} or more"
    return f"[{meta.description}]" if meta.description else shape(base)


def arguments(kind: type[Struct]) -> str:
    hints = get_type_hints(kind, include_extras=True)
    parts = [
        f"`{field.encode_name}{'' if field.required else '?'}` {shape(hints[field.name])}"
        for field in fields(kind)
    ]
    return "<br>".join(parts) or "–"


def row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table(heading: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([row(*heading), "|" + "---|" * len(heading), *rows])


def who(kind: type[Command]) -> str:
    allowed = RIGHTS[kind]
    roles = sorted(allowed, key=("chair", "recorder", "member", "observer", "supervisor").index)
    return ", ".join(roles) + (" (recorder: with `for_seat`)" if allowed >= MEMBER else "")


def when(kind: type[Command]) -> str:
    if issubclass(kind, decide.ALWAYS):
        return "always"
    also = [name for name, kinds in PHASES.items() if issubclass(kind, kinds)]
    return ("open, " + ", ".join(also)) if also else "open"


def seen_by(kind: type[facts.Fact]) -> str:
    if issubclass(kind, SILENT):
        return "–" if kind is not facts.BallotCast else "– (ballot box only)"
    if issubclass(kind, STAFF_LOG):
        return "staff"
    return "everybody" if issubclass(kind, PUBLIC_LOG) else "hall"


def command_table() -> str:
    rows = [
        row(f"`{tag(each)}`", meaning(each), arguments(each), who(each), when(each)) for each in commands()
    ]
    return table(("`do`", "What", "Arguments", "Who", "When"), rows)


def fact_table() -> str:
    rows = [row(f"`{tag(each)}`", meaning(each), arguments(each), seen_by(each)) for each in all_facts()]
    return table(("`fact`", "What", "Fields", "Its line in the log"), rows)


def rule_refusals() -> str:
    rows = [
        row(f"`{code}`", str(each.rule or "–"), each.text, ENGLISH(each.text))
        for code, each in REFUSALS.items()
    ]
    return table(("Code", "Rule", "中文", "English"), rows)


def wire_table() -> str:
    sentences = wire_refusals.SENTENCES | {code: each.msgid for code, each in room_refusals.SENTENCES.items()}
    rows = [row(f"`{code}`", text, ENGLISH(text)) for code, text in sentences.items()]
    return table(("Code", "中文", "English"), rows)


TABLES: Final = {
    ("docs/commands.md", "commands"): command_table,
    ("docs/facts.md", "facts"): fact_table,
    ("docs/refusals.md", "refusals"): rule_refusals,
    ("docs/refusals.md", "wire"): wire_table,
}


def parts(page: str, name: str) -> tuple[str, str, str]:
    """What stands before the table of that name, the table, and what stands after it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    before, opening, rest = text.partition(f"<!-- {name} -->\n")
    shown, closing, after = rest.partition(f"<!-- end {name} -->")
    return before + opening, shown, closing + after


def write() -> None:
    for (page, name), make in TABLES.items():
        before, _, after = parts(page, name)
        (ROOT / page).write_text(f"{before}{make()}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    write()
