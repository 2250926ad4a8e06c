"""What this server signs for browsers: tokens in forms, and cookies."""

import hashlib
import hmac
from datetime import timedelta
from typing import Final, Generic, TypeVar

import msgspec
from itsdangerous import BadData, BadSignature, Signer, URLSafeTimedSerializer
from msgspec import Struct

from deliberation import ids
from deliberation.records.keys import derive

T = TypeVar("T")


class Csrf:
    """Tokens in forms: only a page of ours, shown to this device and this sign-in, can have made them."""

    def __init__(self, key: bytes) -> None:
        self._key = derive(key, "csrf")

    def token(self, bearer: str) -> str:
        """A token for this bearer; each one looks different, so that compressed pages do not give it away."""
        salt = ids.opaque_id()
        return f"{salt}.{self._digest(salt, bearer)}"

    def is_good(self, token: str, bearer: str) -> bool:
        """Whether it was made for this bearer."""
        salt, _, digest = token.partition(".")
        return hmac.compare_digest(digest.encode(), self._digest(salt, bearer).encode())

    def _digest(self, salt: str, bearer: str) -> str:
        return hmac.digest(self._key, f"{salt}/{bearer}".encode(), hashlib.sha256).hex()


class StaffCookies:
    """Signs the tokens of sign-ins, so that invented ones never reach the database."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(derive(key, "staff"), salt="staff", digest_method=hashlib.sha256)

    def sealed(self, token: str) -> str:
        """As it stands in the cookie."""
        return self._signer.sign(token).decode()

    def opened(self, text: str) -> str | None:
        """The token, if this server signed it."""
        try:
            return self._signer.unsign(text.encode(errors="replace")).decode()
        except (BadSignature, UnicodeDecodeError):
            return None


class Sealed(Generic[T]):
    """What a browser keeps for this server, for a time; nobody can make it up or change it."""

    def __init__(self, key: bytes, purpose: str, kind: type[T], lasts: timedelta) -> None:
        self._serializer = URLSafeTimedSerializer(derive(key, purpose), salt=purpose)
        self._kind = kind
        self.seconds = int(lasts.total_seconds())
        """How long it is good."""

    def sealed(self, content: T) -> str:
        """As it stands in the cookie."""
        return self._serializer.dumps(msgspec.to_builtins(content))

    def opened(self, text: str) -> T | None:
        """The content, if this server sealed it, and not too long ago."""
        try:
            return msgspec.convert(self._serializer.loads(text, max_age=self.seconds), self._kind)
        except (BadData, msgspec.ValidationError):
            return None


class Device(Struct, frozen=True, array_like=True):
    """A browser, and the accounts that have signed in on it."""

    name: str
    accounts: tuple[int, ...] = ()

    def joined(self, account: int) -> "Device":
        """The same device after this account has signed in on it."""
        others = tuple(known for known in self.accounts if known != account)
        return Device(self.name, (*others, account)[-COLLEAGUES:])


COLLEAGUES: Final = 8
"""At one computer."""

LONG: Final = timedelta(days=400)
"""As long as browsers keep a cookie."""


def devices(key: bytes) -> Sealed[Device]:
    """Lets a browser show that it was here before."""
    return Sealed(key, "device", Device, LONG)


def own_reports(key: bytes) -> Sealed[list[str]]:
    """The reference codes of what was reported from a device. The device keeps them; the server does not."""
    return Sealed(key, "own reports", list[str], LONG)


def words(key: bytes) -> Sealed[str]:
    """A sentence for the page after a redirect."""
    return Sealed(key, "word", str, timedelta(minutes=1))
