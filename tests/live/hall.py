"""Rooms without a network: a writer, a clock that is moved by hand, and screens in this process."""

from datetime import datetime
from itertools import count

from deliberation.language import SOURCE, Locale, speaker
from deliberation.ledger.store import Ledger
from deliberation.live.bus import Bus, NoBus
from deliberation.live.messages import Answer, Done, Refused, Request, Viewer
from deliberation.live.rooms import Rooms, trust_everyone
from deliberation.live.writer import Vouch
from deliberation.session.commands import AnyCommand, CheckIn, OpenSession
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId
from deliberation.session.phrases import Phrase, Say
from tests.live.screens import Screen, Screens
from tests.support.halls import CHAIR, CODE, MEMBERS, ManualClock

_numbers = count(1)


def speak(locale: Locale) -> Say:
    """Chinese, and a second language that cannot be mistaken for it."""
    say = speaker(SOURCE)

    def marked(phrase: Phrase) -> str:
        return f"[{locale}] {say(phrase)}"

    return say if locale == SOURCE else marked


class Hall:
    """One process. Pulses and looks at the ledger happen only when a test asks for them."""

    def __init__(self, ledger: Ledger, clock: ManualClock, vouch: Vouch | None = None) -> None:
        self.ledger = ledger
        self.clock = clock
        self.screens = Screens()
        self.rooms = Rooms(ledger, self.screens, speak=speak, clock=clock, vouch=vouch or trust_everyone)

    def start(self, bus: Bus | None = None) -> None:
        self.rooms.bus = bus or NoBus()
        self.rooms._writer.start(self.rooms.bus.tell)
        self.rooms.bus.start(self.rooms.hear, self.rooms._count_people)

    async def stop(self) -> None:
        await self.rooms.stop()

    async def give(
        self,
        actor: Actor,
        command: AnyCommand,
        *,
        command_id: str | None = None,
        for_seat: str | None = None,
        happened_at: str | None = None,
        code: str = CODE,
    ) -> Answer:
        """Give a command and wait for the answer."""
        request = Request(
            command_id or fresh_id(),
            command,
            SeatId(for_seat) if for_seat else None,
            datetime.fromisoformat(happened_at) if happened_at else None,
        )
        return await self.rooms.submit(code, request, actor)

    async def must(self, actor: Actor, command: AnyCommand, **options: str) -> Done:
        """The same, where it has to be accepted."""
        answer = await self.give(actor, command, **options)
        assert isinstance(answer, Done), answer
        return answer

    async def refused(self, actor: Actor, command: AnyCommand, **options: str) -> Refused:
        """The same, where it has to be refused."""
        answer = await self.give(actor, command, **options)
        assert isinstance(answer, Refused), answer
        return answer

    async def connect(
        self, actor: Actor, locale: Locale = SOURCE, *, have: Screen | None = None, code: str = CODE
    ) -> Screen:
        """A screen comes in, or comes back with the board it `have`."""
        await self.rooms.open(code)
        viewer = Viewer(fresh_id(), code, actor, locale)
        screen = Screen(viewer)
        if have is not None:
            screen.board, screen.seq = have.board, have.seq
        screen.take(self.rooms.enter(viewer, screen.seq))
        self.screens.connected[viewer.id] = screen
        return screen

    def disconnect(self, screen: Screen) -> None:
        """A screen goes; what was on its way to it is lost."""
        self.screens.connected.pop(screen.viewer.id)
        self.rooms.leave(screen.viewer)

    def resync(self, screen: Screen) -> None:
        """A screen asks again."""
        screen.arriving.clear()
        screen.take(self.rooms.resync(screen.viewer, screen.seq))


def fresh_id() -> str:
    return f"id-{next(_numbers)}"


async def opened(hall: Hall) -> None:
    """Everybody checks in, the chair opens."""
    for actor in MEMBERS:
        await hall.must(actor, CheckIn())
    await hall.must(CHAIR, OpenSession())
