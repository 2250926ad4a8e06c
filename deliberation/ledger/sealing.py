"""Personal texts stay out of the hash chain: a salted commitment stands for each of them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, TypeAlias

from msgspec import Struct, inspect

from deliberation.ids import opaque_id
from deliberation.session.facts import Entry
from deliberation.session.phrases import N_

ERASED = N_("（已删除）")
"""What is read where a text was erased."""

Plain: TypeAlias = Any
"""A value of plain JSON, as deep as it may be."""

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes, from the entry inwards."""


class Opening(Struct, frozen=True):
    """What opens a commitment: the text, and its salt (16 bytes, hex), without which it could be guessed."""

    salt: str
    text: str


Openings: TypeAlias = dict[str, Opening | None]
"""By JSON Pointer (RFC 6901) into the entry. None: erased."""

_ENTRY = inspect.type_info(Entry)
_SCALARS = (
    inspect.StrType,
    inspect.IntType,
    inspect.FloatType,
    inspect.BoolType,
    inspect.LiteralType,
    inspect.DateType,
    inspect.DateTimeType,
)


def seal(content: dict[str, Plain]) -> Openings:
    """Replace every personal text in an entry's plain form by its commitment; return what opens them."""
    openings: Openings = {}
    for path in list(_words(_ENTRY, content)):
        holder, key = _place(content, path)
        opening = Opening(salt=opaque_id(), text=holder[key])
        holder[key] = {"sealed": commitment(opening)}
        openings[_pointer(path)] = opening
    return openings


def unseal(content: dict[str, Plain], openings: Openings) -> None:
    """Put the texts back. Raise ValueError where a text is not the one that was committed to."""
    for pointer, opening in openings.items():
        holder, key = _place(content, _path(pointer))
        match holder[key]:
            case {"sealed": str()} if opening is None:
                holder[key] = ERASED
            case {"sealed": str(sealed)} if opening is not None and sealed == commitment(opening):
                holder[key] = opening.text
            case _:
                raise ValueError(f"The text at {pointer} is not the one that was sealed")


def commitment(opening: Opening) -> str:
    """SHA-256 over the salt's 16 bytes and the text in UTF-8, as hex."""
    return sha256(bytes.fromhex(opening.salt) + opening.text.encode()).hexdigest()


def _words(kind: inspect.Type, value: Plain, path: Path = ()) -> Iterator[Path]:
    """The paths of all `Words` in a plain value of this type."""
    match kind:
        case inspect.Metadata(extra={"sealed": True}):
            yield path
        case inspect.Metadata(type=inner):
            yield from _words(inner, value, path)
        case inspect.UnionType(types=options):
            if value is not None:
                yield from _words(_chosen(options, value), value, path)
        case _:
            for step, inner, item in _parts(kind, value):
                yield from _words(inner, item, (*path, step))


def _parts(kind: inspect.Type, value: Plain) -> Iterable[tuple[str | int, inspect.Type, Plain]]:
    """Key or index, type and value of everything directly inside. TypeError for an unexpected type."""
    match kind:
        case inspect.StructType(fields=fields):
            # Fields with their default are left out of the plain form.
            return [
                (it.encode_name, it.type, value[it.encode_name]) for it in fields if it.encode_name in value
            ]
        case inspect.DictType(value_type=inner):
            return [(key, inner, item) for key, item in value.items()]
        case inspect.ListType(item_type=inner) | inspect.VarTupleType(item_type=inner):
            return [(index, inner, item) for index, item in enumerate(value)]
        case inspect.TupleType(item_types=kinds):
            return [(index, inner, value[index]) for index, inner in enumerate(kinds)]
        case _ if isinstance(kind, _SCALARS):
            return []
        case _:
            raise TypeError(f"A stored fact may not hold {kind}: a personal text could hide there")


def _chosen(options: tuple[inspect.Type, ...], value: Plain) -> inspect.Type:
    """The member of a union that the value is of: the struct with its tag, or what stands beside None."""
    for option in options:
        match option:
            case inspect.StructType(tag_field=str(field), tag=tag) if tag == value[field]:
                return option
    first, *others = (option for option in options if not isinstance(option, inspect.NoneType))
    if others and not all(isinstance(option, _SCALARS) for option in (first, *others)):
        raise TypeError(f"A stored fact may not hold any of {options}: a personal text could hide there")
    return first


def _place(content: dict[str, Plain], path: Path) -> tuple[Plain, str | int]:
    """The object or list that a path ends in, and the key or index there."""
    holder: Plain = content
    for step in path[:-1]:
        holder = holder[int(step) if isinstance(holder, list) else step]
    return holder, int(path[-1]) if isinstance(holder, list) else path[-1]


def _pointer(path: Path) -> str:
    """A path as JSON Pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _path(pointer: str) -> Path:
    """A JSON Pointer as path; list positions stay texts."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
