"""Session codes: six digits that nothing else is called by."""

from typing import Final

from deliberation import ids
from deliberation.ledger.store import Ledger
from deliberation.records.store import Records

TRIES: Final = 20


class NoFreeCode(Exception):
    """Nearly all codes are taken."""


async def free_code(records: Records, ledger: Ledger) -> str:
    """Six digits that neither a session nor a ledger has. Raises NoFreeCode."""
    for _ in range(TRIES):
        code = ids.session_code()
        if await records.session(code) is None and (await ledger.head(code)).seq == 0:
            return code
    raise NoFreeCode
