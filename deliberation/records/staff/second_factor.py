"""The second factor: codes from a phone's app (RFC 6238), and ten recovery codes on paper."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final

import pyotp

from deliberation import ids
from deliberation.records.keys import derive

STEP_SECONDS: Final = 30
EITHER_SIDE: Final = 1
"""Phones' clocks are a little off: the code before and the one after count, too."""

RECOVERY_CODES: Final = 10


class SecondFactor:
    """Secrets are derived from the server's key, so that the database alone gives no codes."""

    def __init__(self, key: bytes) -> None:
        self._secret_key = derive(key, "totp")
        self._recovery_key = derive(key, "recovery")

    def secret(self, account: int, generation: int) -> str:
        """What the phone's app keeps, in base32."""
        digest = hmac.digest(self._secret_key, f"{account}/{generation}".encode(), hashlib.sha256)
        return base64.b32encode(digest[:20]).decode()

    def address(self, account: int, generation: int, *, name: str, hall: str) -> str:
        """The otpauth:// address for the QR code."""
        return pyotp.TOTP(self.secret(account, generation)).provisioning_uri(name=name, issuer_name=hall)

    def step_of(self, code: str, account: int, generation: int, *, at: datetime) -> int | None:
        """The time step that this code belongs to, if it is one of now; each step counts once."""
        totp = pyotp.TOTP(self.secret(account, generation))
        now = int(at.timestamp()) // STEP_SECONDS
        for step in range(now - EITHER_SIDE, now + EITHER_SIDE + 1):
            if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), code.encode()):
                return step
        return None

    def recovery_codes(self) -> list[str]:
        """New ones, for paper."""
        return [ids.recovery_code() for _ in range(RECOVERY_CODES)]

    def fingerprint(self, recovery_code: str) -> str:
        """What is stored of a recovery code."""
        plain = "".join(recovery_code.split()).replace("-", "").lower()
        return hmac.digest(self._recovery_key, plain.encode(), hashlib.sha256).hex()
