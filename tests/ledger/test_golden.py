"""A stored fact is for ever: what earlier versions of this program wrote must be read as it was meant."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from deliberation.ledger.chain import Line, first_broken
from tests.ledger.making import FACT_KINDS

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("ledger-*.json"))


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    root: str
    lines: list[Line]
    entries: list[dict[str, Any]]


def golden(path: Path) -> Golden:
    return msgspec.json.decode(path.read_bytes(), type=Golden)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_ledger_verifies(path: Path) -> None:
    ledger = golden(path)

    assert first_broken(ledger.lines, seq=len(ledger.lines), root=ledger.root) is None


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_ledger_reads_as_it_was_meant(path: Path) -> None:
    ledger = golden(path)

    assert [json.loads(msgspec.json.encode(line.entry())) for line in ledger.lines] == ledger.entries


def test_every_fact_stands_in_a_golden_ledger() -> None:
    """After adding one: add it to tests/golden/write_ledger.py and write the next file."""
    kept = {entry["fact"]["fact"] for path in GOLDEN for entry in golden(path).entries}

    assert kept >= {kind.tag for kind in FACT_KINDS}
