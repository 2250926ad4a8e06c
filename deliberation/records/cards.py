"""Seat cards: the secret link behind a QR code, and six digits for a phone that cannot scan.

Both are derived from the server's key, the seat and the card's generation. So a card can be printed again, a
database in wrong hands opens no seat, and raising the generation makes the old card worthless.
"""

import base64
import hashlib
import hmac
from typing import Final

from deliberation.records.keys import derive

TOKEN_BYTES: Final = 16
"""128 bits: nobody guesses a link."""

WALL: Final = "wall"
"""The holder of the card that the projector uses."""

STANDING: Final = "standing"
"""What stands in the place of a session's code in cards that are good for all sessions: see people/."""


class Cards:
    """Makes the secrets of cards."""

    def __init__(self, key: bytes) -> None:
        self._token_key = derive(key, "card-token")
        self._code_key = derive(key, "seat-code")

    def token(self, session: str, holder: str, generation: int) -> str:
        """The last part of the card's address: 22 characters that are safe in one."""
        digest = _digest(self._token_key, session, holder, generation)[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def seat_code(self, session: str, holder: str, generation: int) -> str:
        """Six digits, good for this one seat only."""
        digest = _digest(self._code_key, session, holder, generation)
        return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"

    def is_seat_code(self, tried: str, session: str, holder: str, generation: int) -> bool:
        """Whether these are the digits; takes as long for a wrong guess as for a right one."""
        return hmac.compare_digest(tried.encode(), self.seat_code(session, holder, generation).encode())


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256 as hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _digest(key: bytes, session: str, holder: str, generation: int) -> bytes:
    return hmac.digest(key, f"{session}/{holder}/{generation}".encode(), hashlib.sha256)
