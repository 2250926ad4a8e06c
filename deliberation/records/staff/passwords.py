"""Passwords: argon2id in threads, so that no hall waits, and one at a time, because each takes memory."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from deliberation import ids

SHORTEST: Final = 10
SHORTEST_CHINESE: Final = 8
"""A Chinese character says more than a letter."""

FEWEST_DIFFERENT: Final = 5
LONGEST: Final = 200
"""A sentence fits; a book would only cost time."""

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's recommendation: 19 MiB, and a moment of one core; a laptop still serves its hall meanwhile."""

QUEUE: Final = 16
"""Who comes when so many wait is asked to try again: a second's worth of work."""


class Busy(Exception):
    """Too many are signing in at this moment."""


class Lane:
    """One password at a time, and a short queue behind it."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for it; raises Busy."""
        if self._waiting >= QUEUE:
            raise Busy
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


class Passwords:
    """Hashes and checks passwords. Strangers have a lane of their own: they hold up nobody who is known."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._known, self._strangers = Lane(), Lane()
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        """As it is stored; raises Busy."""
        async with self._known.turn():
            return await asyncio.to_thread(self._hasher.hash, _plain(password))

    async def is_right(self, stored: str | None, password: str, *, known: bool) -> bool:
        """Whether it is the password; takes as long where there is none. `known`: by its device."""
        async with (self._known if known else self._strangers).turn():
            return await asyncio.to_thread(self._check, stored, _plain(password))

    def is_old(self, stored: str) -> bool:
        """Whether it was hashed with less than is asked for today."""
        return self._hasher.check_needs_rehash(stored)

    def _check(self, stored: str | None, password: str) -> bool:
        if self._nobodys is None:
            self._nobodys = self._hasher.hash(ids.secret_hex())
        try:
            self._hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def is_good(password: str, *names: str) -> bool:
    """Long enough, not endless, of more than a few signs, and nobody's name."""
    plain = _plain(password)
    chinese = sum(1 for sign in plain if not sign.isascii())
    return (
        len(plain) <= LONGEST
        # Mixed ones are measured by their share of each.
        and chinese * SHORTEST + (len(plain) - chinese) * SHORTEST_CHINESE >= SHORTEST * SHORTEST_CHINESE
        and len(set(plain)) >= FEWEST_DIFFERENT
        and plain.lower() not in {_plain(name).lower() for name in names}
    )


def _plain(password: str) -> str:
    """The same signs however a keyboard composes them; cut off where nobody types by hand."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])
