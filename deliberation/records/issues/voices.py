"""我也遇到, once a device, without the server learning what else a device met."""

import hashlib
import hmac

from deliberation.records.keys import derive


class Voices:
    """Turns a device's name into one that counts for one issue only."""

    def __init__(self, key: bytes) -> None:
        self._key = derive(key, "voices")

    def name(self, issue: int, device: str) -> str:
        """64 characters of hex; only the server's key could tell that two of them are one device's."""
        return hmac.digest(self._key, f"{issue}/{device}".encode(), hashlib.sha256).hex()
