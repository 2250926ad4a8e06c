"""How fast one connection may send. Never counted by address: a whole hall is one IP address."""

from datetime import datetime
from typing import Final

BURST: Final = 60
PER_SECOND: Final = 5
"""The fastest honest sender is a recorder who taps through a roll call: three a second, for fifty names; a
phone that comes back sends what it had queued, a handful. A script reaches the limit in its first second."""


class Allowance:
    """Sixty messages at once, then five a second. Counted without threads or a clock of its own."""

    def __init__(self, now: datetime) -> None:
        self._left: float = BURST
        self._at = now

    def spend(self, now: datetime) -> bool:
        """Whether one more message is fine."""
        self._left = min(BURST, self._left + (now - self._at).total_seconds() * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
