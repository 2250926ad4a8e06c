"""One round: a hall under load, something that goes wrong in the middle of it, and what is left of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from random import Random

from msgspec import Struct

from tests.chaos.checker import Act, Violation, violations
from tests.chaos.cluster import Cluster
from tests.chaos.hall import VOTE, VOTERS, Hall
from tests.chaos.nursery import Nursery, Server
from tests.chaos.phone import Patience, Person, Phone
from tests.support.redis import RedisServer

MOMENT = (1, 30)
"""Something goes wrong after so many more acknowledgements."""

WATCHERS = (
    Person("wall", "wall", None),
    Person("onlooker", "public", None),
    Person("visitor", "public", None, "en"),
)


class Setting(Struct, frozen=True):
    """What a round is like before anything goes wrong."""

    servers: int = 1
    think: float = 0.1
    """Seconds between two commands of one phone, at most."""
    least: int = 3
    """Commands of each phone, at least; the load ends when what went wrong is mended, not before."""
    patience: Patience = Patience()
    bus: bool = False
    """Whether the servers have a Redis."""
    heartbeat: tuple[float, float] | None = None
    """The servers' ping interval and timeout in seconds, where theirs would make a round too long."""


class Scene:
    """The hall, its servers and its phones."""

    def __init__(
        self,
        hall: Hall,
        nursery: Nursery,
        random: Random,
        *,
        setting: Setting,
        full: bool,
        cluster: Cluster | None,
        bus: RedisServer | None = None,
    ) -> None:
        self.hall = hall
        self.random = random
        self.full = full
        """A campaign: what goes wrong lasts as long as it is said to; in everyday tests, shorter."""
        self.servers: list[Server] = []
        self.phones: list[Phone] = []
        self.extra: list[Violation] = []
        """What a fault found by itself."""
        self.measured: dict[str, float] = {}
        self.note_length = 0
        """Characters of each of the recorder's notes, at least."""
        self._cluster = cluster
        self._bus = bus
        self._nursery = nursery
        self._setting = setting
        self._rest = asyncio.Event()
        self._answers = 0
        self._wanted = 0
        self._moment = asyncio.Event()

    @property
    def cluster(self) -> Cluster:
        """The PostgreSQL server that belongs to this round."""
        assert self._cluster is not None
        return self._cluster

    @property
    def bus(self) -> RedisServer:
        """The Redis of this round."""
        assert self._bus is not None
        return self._bus

    @property
    def on_postgres(self) -> bool:
        return self.hall.database is not None

    # Servers -------------------------------------------------------------------------------------------

    async def serve(self) -> Server:
        """Start one more server on this data."""
        server = self.server_on(self.hall)
        self.servers.append(server)
        await server.start()
        return server

    def server_on(self, hall: Hall) -> Server:
        """One that is not started, and that the phones do not know of."""
        log = hall.data / f"server-{len(self.servers) + 1}.log"
        environment = {**hall.environment, **({"REDIS_URL": self._bus.url} if self._bus else {})}
        return Server(self._nursery, hall.data, environment, log, heartbeat=self._setting.heartbeat)

    # Phones --------------------------------------------------------------------------------------------

    def seat_phones(self) -> None:
        """Every voter, the recorder, the chair, a wall, and two people who only watch."""
        tickets = self.hall.tickets
        people = [
            *(Person(seat, "member", tickets[seat]) for seat in VOTERS),
            Person("recorder", "recorder", tickets["recorder"]),
            Person("chair", "chair", tickets["chair"], "en"),
            *WATCHERS,
        ]
        for person in people:
            ticket = tickets["wall"] if person.role == "wall" else person.ticket
            self.add_phone(Person(person.who, person.role, ticket, person.locale))

    def add_phone(self, person: Person) -> Phone:
        phone = Phone(
            person,
            self.hall.code,
            self.servers,
            Random(self.random.random()),
            patience=self._setting.patience,
            answered=self._count,
        )
        self.phones.append(phone)
        phone.start()
        return phone

    def phone(self, who: str) -> Phone:
        return next(phone for phone in self.phones if phone.person.who == who)

    @property
    def voters(self) -> list[Phone]:
        return [phone for phone in self.phones if phone.person.role == "member"]

    @property
    def acts(self) -> list[Act]:
        return [act for phone in self.phones for act in phone.acts]

    def _count(self) -> None:
        self._answers += 1
        if self._answers >= self._wanted:
            self._moment.set()

    async def moment(self, least: int = MOMENT[0], most: int = MOMENT[1]) -> None:
        """Wait for a random number of further acknowledgements, and then a few milliseconds more."""
        self._wanted = self._answers + self.random.randint(least, most)
        self._moment.clear()
        await self._moment.wait()
        await asyncio.sleep(self.random.uniform(0, 0.02))  # into the midst of a turn, not always between two

    # Load ----------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Every voter changes their mind again and again, the recorder writes: until `rest`."""
        async with asyncio.TaskGroup() as everyone:
            for phone in self.voters:
                everyone.create_task(self._vote(phone))
            everyone.create_task(self._write(self.phone("recorder")))

    async def _vote(self, phone: Phone) -> None:
        async for random in self._turns():
            act = await phone.say(
                "cast_ballot", vote=VOTE, choice=random.choice(("for", "against", "abstain"))
            )
            if random.random() < 0.1:  # as a phone does that missed the answer
                await phone.repeat(act)

    async def _write(self, recorder: Phone) -> None:
        async for random in self._turns():
            text = f"第{len(recorder.acts) + 1}条"
            await recorder.say("note", text=text.ljust(self.note_length, "。"))
            if random.random() < 0.1:
                await recorder.repeat(random.choice(recorder.acts))

    async def _turns(self) -> AsyncIterator[Random]:
        random = Random(self.random.random())
        turns, last = 0, False
        while not last:
            # Once more after all is mended: so it is seen that this phone goes on.
            last = self._rest.is_set() and turns >= self._setting.least
            yield random
            turns += 1
            await asyncio.sleep(random.uniform(0, self._setting.think))

    def rest(self) -> None:
        """All is mended: the phones finish what they are at."""
        self._rest.set()

    # Afterwards ----------------------------------------------------------------------------------------

    async def converge(self) -> None:
        """Wait until every phone shows everything that is in the ledger and in the box."""
        async with self.hall.ledger() as ledger:
            end = (await ledger.head(self.hall.code)).seq
        await asyncio.gather(*(phone.until(lambda it: (it.seq or 0) >= end) for phone in self.phones))

    async def show_the_box(self) -> None:
        """Note what each phone says of the open box, once it shows that everything is in."""
        for phone in self.phones:
            if phone.person.role == "member":
                chosen = phone.acts[-1].arguments["choice"]
                await phone.until(partial(_has_chosen, chosen))
            phone.screen.choice = _choice(phone)
            await phone.until(lambda it: it.turnout.get(VOTE) == len(VOTERS))
            phone.screen.turnout = phone.turnout[VOTE]

    def where(self) -> str:
        """Who has not arrived, for a round that is stuck."""
        waiting = [phone for phone in self.phones if phone.acts and not phone.acts[-1].answers]
        seqs = {phone.person.who: phone.seq for phone in self.phones}
        return f"unanswered: {[phone.acts[-1].id for phone in waiting]}, shown: {seqs}"

    async def verdict(self) -> list[Violation]:
        """What does not fit together."""
        kept = await self.hall.kept()
        screens = [phone.screen for phone in self.phones]
        found = await asyncio.to_thread(violations, kept, self.acts, screens, vote=VOTE)
        return [*found, *self.extra, *self._defects()]

    def _defects(self) -> list[Violation]:
        """What the servers' logs call an error: a mistake of the program's, even if nobody noticed."""
        lines = {line for server in self.servers for line in server.log.read_text().splitlines()}
        return [Violation("defect", line) for line in sorted(lines) if _is_defect(line)]

    async def end(self) -> None:
        for phone in self.phones:
            await phone.stop()
        for server in self.servers:
            await server.kill()


def _has_chosen(choice: str, phone: Phone) -> bool:
    return _choice(phone) == choice


def _choice(phone: Phone) -> str | None:
    choice: str | None = phone.you.get("ballot", {}).get("choice")
    return choice


def _is_defect(line: str) -> bool:
    try:
        return json.loads(line)["level"] in ("error", "critical")
    except (ValueError, KeyError, TypeError):
        return line.startswith(("ERROR", "CRITICAL", "Traceback"))
