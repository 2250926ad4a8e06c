"""Who may come in: a ticket counts while it is signed, fresh, and its card has not been replaced."""

from collections.abc import Collection

from deliberation.ledger.database import trouble
from deliberation.records.gathering import Gathering
from deliberation.records.store import Records
from deliberation.records.tickets import BadTicket, Ticket, Tickets
from deliberation.records.views import Card


class Admission:
    """Reads tickets and knows the cards behind them. Raises LedgerUnavailable while nobody can tell."""

    def __init__(self, records: Records, tickets: Tickets) -> None:
        self._records = records
        self._tickets = tickets
        self._coming = Gathering(self.still_good)

    async def read_ticket(self, text: str) -> Ticket:
        """The ticket, if it still counts; raises BadTicket or ExpiredTicket."""
        ticket = self._tickets.read(text)
        if not await self._coming.holds(ticket):
            raise BadTicket
        return ticket

    async def still_good(self, tickets: Collection[Ticket]) -> Collection[Ticket]:
        """Those of them whose card was not replaced."""
        wanted = {(ticket.session, ticket.holder) for ticket in tickets}
        with trouble():
            good = await self._records.tickets_of(wanted)
        return [ticket for ticket in tickets if ticket in good]

    async def is_planned(self, session: str) -> bool:
        """Whether there is a session of this code."""
        with trouble():
            return await self._records.session(session) is not None

    def ticket_for(self, card: Card) -> str:
        """A fresh ticket for whoever showed this card."""
        return self._tickets.issue(card.ticket)
