"""A session in the middle of a vote: prepared once, copied for each round."""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path

from msgspec import Struct

from deliberation.console.bringing import bring_in
from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.live.messages import Done, Request
from deliberation.live.publisher import Channel
from deliberation.live.rooms import Rooms
from deliberation.session.commands import (
    AnyCommand,
    CallForMore,
    CloseDebate,
    OpenSession,
    OpenTopic,
    OpenVote,
    Propose,
    RecordAttendance,
    Second,
)
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId, TopicId, VoteId
from tests.chaos.checker import Kept
from tests.support.postgres import fresh_postgres
from web.app import open_services
from web.settings import read_settings

CHAIR, RECORDER = Actor("chair", SeatId("H1")), Actor("recorder", SeatId("R1"))
VOTERS = ("S1", "S2", "S3", "S4", "S5", "D1", "D2", "F1", "F2", "F3", "M1", "C1")
VOTE = VoteId("V1")
STEPS: list[tuple[Actor, AnyCommand]] = [
    *((RECORDER, RecordAttendance(SeatId(seat), present=True)) for seat in VOTERS),
    (CHAIR, OpenSession()),
    (CHAIR, OpenTopic(TopicId("T1"))),
    (
        Actor("member", SeatId("F2")),
        Propose(TopicId("T1"), "文明养犬", "遛狗牵绳", "签名", "居委会", "6月20日前", "不另花钱"),
    ),
    (Actor("member", SeatId("S5")), Second("P1")),
    *((CHAIR, CallForMore()) for _ in range(3)),
    (CHAIR, CloseDebate()),
    (CHAIR, OpenVote("P1", "substantive", "online")),
]


class Silence:
    """A publisher for rooms that nobody watches."""

    def patch(self, channel: Channel, patch: object) -> None: ...

    def you(self, viewer: str, you: object) -> None: ...

    def pulse(self, session: str, pulse: object) -> None: ...


class Hall(Struct, frozen=True):
    """Where one session lies, and the keys to it."""

    data: Path
    """The data folder: the keys, and the database if it is embedded."""
    database: str | None
    """DATABASE_URL; None for the embedded database."""
    code: str
    tickets: dict[str, str]
    prepared: int
    """The ledger's last entry when everything was ready."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What a server on it is started with."""
        return {} if self.database is None else {"DATABASE_URL": self.database}

    @property
    def url(self) -> str:
        return read_settings(self.environment, data=self.data).database

    @asynccontextmanager
    async def ledger(self) -> AsyncIterator[SqlLedger]:
        """The ledger, read by this process."""
        ledger = SqlLedger(make_engine(self.url))
        try:
            yield ledger
        finally:
            await ledger.close()

    async def kept(self) -> Kept:
        """Everything that is in the database."""
        # Inside of a turn, which holds off all others: so everything is of one moment.
        async with self.ledger() as ledger, ledger.turn([self.code]) as turn:
            head, lines = await turn.head(self.code), await ledger.lines(self.code)
            box = {ballot.seat: ballot for ballot in await turn.ballots(self.code, VOTE)}
        return Kept(lines, head.seq, head.root, box, self.prepared)


@asynccontextmanager
async def prepared(folder: Path, postgres: str | None = None) -> AsyncIterator[Hall]:
    """Import liuhe-yard and bring it to an open vote by phone; in a database on that server, or embedded."""
    if postgres is None:
        yield await _in_the_middle_of_a_vote(folder, None)
    else:
        async with fresh_postgres(postgres) as url:
            await migrate(url)
            yield await _in_the_middle_of_a_vote(folder, url)


@asynccontextmanager
async def copied(hall: Hall, data: Path) -> AsyncIterator[Hall]:
    """The same hall once more."""
    shutil.copytree(hall.data, data, dirs_exist_ok=True)
    if hall.database is None:
        yield Hall(data, None, hall.code, hall.tickets, hall.prepared)
    else:
        server, _, name = hall.database.rpartition("/")
        async with fresh_postgres(f"{server}/postgres", like=name) as url:
            yield Hall(data, url, hall.code, hall.tickets, hall.prepared)


async def _in_the_middle_of_a_vote(folder: Path, database: str | None) -> Hall:
    environment = {} if database is None else {"DATABASE_URL": database}
    async with open_services(read_settings(environment, data=folder)) as services:
        with as_file(files("deliberation.demo")) as demo:
            brought = await bring_in(services, demo / "liuhe-yard.yaml", base="http://127.0.0.1")
        rooms = Rooms(services.ledger, Silence())
        rooms.start()
        for number, (actor, command) in enumerate(STEPS):
            answer = await rooms.submit(brought.session, Request(f"step-{number}", command), actor)
            assert isinstance(answer, Done), answer
        await rooms.stop()
        head = await services.ledger.head(brought.session)
    return Hall(folder, database, brought.session, brought.tickets, head.seq)
