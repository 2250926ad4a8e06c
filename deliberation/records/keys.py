"""The server's one secret key, and the keys for single purposes that are derived from it."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Final

from deliberation import ids

MIN_SECRET_LENGTH: Final = 32


def server_key(data: Path, *, secret: str | None = None) -> bytes:
    """The key that was given, else DATA/keys/ticket.key; the first start makes it, for its owner only."""
    if secret is not None:
        return secret.encode()
    path = data / "keys" / "ticket.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    """It appears whole or not at all: of several processes that start at once, all read the first one's."""
    draft = path.with_name(ids.opaque_id())
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(ids.secret_hex())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        draft.unlink()
    except OSError:  # a disk without links, such as a stick: then at least it is never half written
        draft.replace(path)
    else:
        draft.unlink()


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that what is signed for one can never pass for another."""
    return hmac.digest(key, f"deliberation/{purpose}".encode(), hashlib.sha256)
