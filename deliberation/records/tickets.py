"""Tickets: signed, short-lived proofs of a seat, so that nobody types a password."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from deliberation.clock import utc_now
from deliberation.records.keys import derive
from deliberation.session.names import Role, SeatId


class BadTicket(Exception):
    """Not one of ours, or made from a card that was replaced since."""


class ExpiredTicket(Exception):
    """Ours, but too old: the seat card gives a new one."""


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """What a ticket says. The wall has no seat. `generation` is that of the card it was made from."""

    session: str
    seat: SeatId | None
    role: Role
    generation: int

    @property
    def holder(self) -> str:
        """Whose card this is: the seat, or "wall"."""
        return self.seat or "wall"


class Tickets:
    """Issues tickets and reads them back."""

    def __init__(self, key: bytes, *, max_age: timedelta, clock: Callable[[], datetime] = utc_now) -> None:
        secret = derive(key, "ticket")
        self._serializer = URLSafeTimedSerializer(secret, salt="ticket")
        # As the serializer makes one for each ticket, which takes longer than to read it.
        self._signer = TimestampSigner(secret, salt="ticket")
        self.max_age = max_age
        self._clock = clock

    def issue(self, ticket: Ticket) -> str:
        """The ticket as text for a cookie or a socket's `auth`; about 80 characters."""
        return self._serializer.dumps(msgspec.to_builtins(ticket))

    def read(self, text: str) -> Ticket:
        """Read one back; BadTicket or ExpiredTicket. Whether its card still counts, the records know."""
        try:
            payload, issued = self._signer.unsign(text, return_timestamp=True)
            ticket = msgspec.convert(self._serializer.load_payload(payload), Ticket)
        except (BadData, msgspec.ValidationError) as error:
            raise BadTicket from error
        # Not by the serializer: it turns away what was signed a second in the future, and so a whole hall
        # when somebody sets the clock back, or when the next server's clock is a little behind.
        if self._clock() - issued > self.max_age:
            raise ExpiredTicket
        return ticket
