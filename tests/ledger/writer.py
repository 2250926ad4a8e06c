"""A process of its own that writes into a shared session: python -m tests.ledger.writer URL NAME COUNT."""

import asyncio
import sys

from deliberation.ledger.database import make_engine
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Conflict
from tests.ledger.building import HALL, ballot, entry


async def write(url: str, name: str, count: int) -> None:
    """In each of `count` turns, append two entries of one command and cast a ballot."""
    ledger = SqlLedger(make_engine(url))
    done = 0
    while done < count:
        try:
            async with ledger.turn([HALL]) as turn:
                seq = (await turn.head(HALL)).seq
                texts = f"{name} {done}", f"{name} {done} 之后"
                await turn.append(
                    HALL, [entry(seq + 1, texts[0], f"{name}-{done}"), entry(seq + 2, texts[1])]
                )
                await turn.put_ballots(HALL, [ballot(name, "for", f"{name}-{done}-ballot")])
        except Conflict:
            continue  # both wrote a session's very first entry: there was no head to lock yet
        done += 1
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))
