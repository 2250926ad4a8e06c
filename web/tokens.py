"""What this server signs for browsers: tokens in forms, and the staff's cookie."""

import hashlib
import hmac
from datetime import timedelta

import msgspec
from itsdangerous import BadData, BadSignature, Signer, URLSafeTimedSerializer
from msgspec import Struct

from deliberation import ids
from deliberation.records.keys import derive


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


class Device(Struct, frozen=True, array_like=True):
    """A browser and the accounts that have signed in on it."""

    name: str
    accounts: tuple[int, ...] = ()


class Devices:
    """Lets a browser show that it was here before; nobody can make it up."""

    LASTS = timedelta(days=400)
    MOST = 8
    """Colleagues at one computer."""

    def __init__(self, key: bytes) -> None:
        self._serializer = URLSafeTimedSerializer(derive(key, "device"), salt="device")

    def sealed(self, device: Device) -> str:
        """As it stands in the cookie."""
        return self._serializer.dumps(msgspec.to_builtins(device))

    def opened(self, text: str) -> Device | None:
        """The device, if this server signed it."""
        try:
            content = self._serializer.loads(text, max_age=int(self.LASTS.total_seconds()))
            return msgspec.convert(content, Device)
        except (BadData, msgspec.ValidationError):
            return None

    def joined(self, device: Device, account: int) -> Device:
        """The same device after this account has signed in on it."""
        others = tuple(known for known in device.accounts if known != account)
        return Device(device.name, (*others, account)[-self.MOST :])


class OwnReports:
    """The reference codes of what was reported from a device. The device keeps them; the server does not."""

    LASTS = timedelta(days=400)
    MOST = 20

    def __init__(self, key: bytes) -> None:
        self._serializer = URLSafeTimedSerializer(derive(key, "own reports"), salt="own reports")

    def sealed(self, references: list[str]) -> str:
        """As they stand in the cookie."""
        return self._serializer.dumps(references[-self.MOST :])

    def opened(self, text: str) -> list[str]:
        """The codes, the oldest first, if this server signed them: guessed ones have to be typed."""
        try:
            content = self._serializer.loads(text, max_age=int(self.LASTS.total_seconds()))
            return msgspec.convert(content, list[str])
        except (BadData, msgspec.ValidationError):
            return []


class Words:
    """A sentence for the page after a redirect, carried by the browser; nobody else can put one there."""

    SECONDS = 60

    def __init__(self, key: bytes) -> None:
        self._serializer = URLSafeTimedSerializer(derive(key, "word"), salt="word")

    def sealed(self, sentence: str) -> str:
        """As it stands in the cookie."""
        return self._serializer.dumps(sentence)

    def opened(self, text: str) -> str | None:
        """The sentence, if it is ours and fresh."""
        try:
            return str(self._serializer.loads(text, max_age=self.SECONDS))
        except BadData:
            return None
