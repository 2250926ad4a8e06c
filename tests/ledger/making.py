"""Hypothesis strategies for stored facts, read off their types: a new fact is tested as soon as it exists."""

from datetime import UTC

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from deliberation.session.facts import Actor, BallotCast, Entry
from deliberation.session.rules import Ruleset

PERSONAL = "私"
"""Begins every personal text and stands in no other one, so that a test can look for it."""

BIGGEST = 2**53 - 1
"""RFC 8785 knows no larger integer."""

RULES = msgspec.to_builtins(Ruleset("default-v1", {"zh": "议事规则"}))
TIMES = st.datetimes(timezones=st.just(UTC))


def plain(kind: inspect.Type) -> st.SearchStrategy[object]:  # noqa: C901, PLR0911, PLR0912 - a branch for each type
    """Plain JSON values of a type."""
    match kind:
        case inspect.Metadata(extra={"sealed": True}):
            return st.text(max_size=9).map(PERSONAL.__add__)
        case inspect.Metadata(type=inner):
            return plain(inner)
        case inspect.UnionType(types=options):
            return st.one_of([plain(option) for option in options])
        case inspect.StructType(cls=cls) if cls is Ruleset:
            return st.just(RULES)  # most combinations of rules contradict each other
        case inspect.StructType(fields=fields, tag_field=tag_field, tag=tag):
            return st.fixed_dictionaries(
                {it.encode_name: plain(it.type) for it in fields if it.required}
                | ({tag_field: st.just(tag)} if tag_field else {}),
                optional={it.encode_name: plain(it.type) for it in fields if not it.required},
            )
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(plain(key), plain(value), max_size=2)
        case inspect.ListType(item_type=inner) | inspect.VarTupleType(item_type=inner):
            return st.lists(plain(inner), max_size=2)
        case inspect.TupleType(item_types=kinds):
            return st.tuples(*map(plain, kinds))
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.StrType():
            return st.text(st.characters(codec="utf-8", exclude_characters=PERSONAL), max_size=9)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.integers(-BIGGEST, BIGGEST)
        case inspect.DateType():
            return st.dates().map(str)
        case inspect.DateTimeType():
            return TIMES.map(lambda at: at.isoformat())
        case inspect.NoneType():
            return st.none()
        case _:
            raise NotImplementedError(kind)


def _fact_kinds() -> list[inspect.StructType]:
    """The types of all facts that may stand in a ledger, in a fixed order."""
    entry = inspect.type_info(Entry)
    assert isinstance(entry, inspect.StructType)
    (union,) = (field.type for field in entry.fields if field.name == "fact")
    assert isinstance(union, inspect.UnionType)
    kinds = [
        kind for kind in union.types if isinstance(kind, inspect.StructType) and kind.cls is not BallotCast
    ]
    return sorted(kinds, key=lambda kind: kind.cls.__name__)


FACT_KINDS = _fact_kinds()

# Made once: the types are deep, and a strategy that is made anew for each example is slow.
_ENTRIES = st.fixed_dictionaries(
    {
        "at": TIMES.map(lambda at: at.isoformat()),
        "actor": plain(inspect.type_info(Actor)),
        "fact": st.one_of([plain(kind) for kind in FACT_KINDS]),
    }
)


def _numbered(written: list[dict[str, object]]) -> list[Entry]:
    return [
        msgspec.convert(line | {"seq": seq, "command_id": f"c{seq}"}, Entry)
        for seq, line in enumerate(written, start=1)
    ]


LEDGERS: st.SearchStrategy[list[Entry]] = st.lists(_ENTRIES, max_size=4).map(_numbered)
"""Any sequence of facts, numbered from 1."""
