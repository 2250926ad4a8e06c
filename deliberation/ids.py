"""New identifiers and secrets: the one place that draws random numbers and decides their length."""

import secrets

SECRET_BYTES = 32


def session_code() -> str:
    """Six digits that people can read aloud, without a leading zero, which number fields drop."""
    return str(100_000 + secrets.randbelow(900_000))


def secret_hex() -> str:
    """256 random bits as hex: keys and the secrets of ballot boxes."""
    return secrets.token_hex(SECRET_BYTES)


def opaque_id() -> str:
    """128 random bits as hex: a device's name for itself, a command's id."""
    return secrets.token_hex(16)


def token() -> str:
    """256 random bits, safe in an address: one-time links and sign-ins."""
    return secrets.token_urlsafe(SECRET_BYTES)


def slug() -> str:
    """A community's short name when nobody chose one: six letters that spell no word."""
    return "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _ in range(6))


def recovery_code() -> str:
    """60 random bits as twelve letters and digits that nobody mistakes for others, in threes."""
    drawn = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))
    return "-".join(drawn[start : start + 3] for start in range(0, 12, 3))


def password() -> str:
    """A made-up password for accounts of the demonstration: 70 bits."""
    return "-".join(
        "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(5)) for _ in range(3)
    )


def reference() -> str:
    """Ten digits as of a telephone number, without a leading zero: what a report is asked after by."""
    return str(1_000_000_000 + secrets.randbelow(9_000_000_000))
