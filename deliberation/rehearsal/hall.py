"""A server to rehearse against: the real one, with invented people in a folder that is thrown away.

Whoever asks gets a session of their own and its keys: nothing here is worth protecting. No other server
answers at this address, so a rehearsal can never reach a real session.
"""

import contextlib
import logging
import socket
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
import uvicorn
from msgspec import Struct
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from deliberation.clock import utc_now
from deliberation.console.bringing import Brought, keys_to
from deliberation.console.journal import write_log
from deliberation.console.server import allow_many_connections, calm_collector, serving
from deliberation.records.scenario import Bilingual, Group, Meeting, Participant, Scenario, Topic
from web.app import create_app, open_services
from web.settings import Settings, read_settings

PATH: Final = "/rehearsal"
MOST_PHONES: Final = 5000

STANDING: Final = 5
"""Members of the standing chamber; everybody else belongs to one of two groups."""


class Effort(Struct, frozen=True):
    """What GET /rehearsal says: seconds that the server has computed so far."""

    cpu_seconds: float


def member(number: int) -> str:
    """The seat of a phone, counted from 0."""
    return f"M{number + 1}"


def invented(phones: int) -> Scenario:
    """A session with a seat for each phone; its topic may be voted on today."""
    today = utc_now().date()
    staff = [
        Participant("H1", "主持人", "主持人", "none", voting=False, role="chair"),
        Participant("R1", "记录人", "记录人", "none", voting=False, role="recorder"),
    ]
    members = [
        Participant(
            member(number),
            f"居民{number + 1}",
            f"居民{number + 1}",
            "standing" if number < STANDING else "interest",
            voting=True,
            group=None if number < STANDING else ("a", "b")[number % 2],
        )
        for number in range(phones)
    ]
    counted = [each.group for each in members]
    return Scenario(
        id="rehearsal",
        title=Bilingual("试跑", "Rehearsal"),
        place="试跑会场",
        form="deliberation",
        session=Meeting(today, "19:00", "default-v1", notice_sent=today - timedelta(days=7)),
        participants=[*staff, *members],
        topics=[Topic("T1", "院子里的长椅", ["a", "b"])],
        groups={
            "a": Group("甲方", "Side A", counted.count("a")),
            "b": Group("乙方", "Side B", counted.count("b")),
        },
    )


async def new_session(settings: Settings, phones: int, *, base: str) -> Brought:
    """Bring one in, as the command line does beside a running server."""
    async with open_services(settings) as services:
        code = await services.importer.bring_in(invented(phones), settings.data, at=utc_now())
        return await keys_to(services, code, base=base)


def rehearsal_app(settings: Settings) -> ASGIApp:
    """The whole server, and one address more."""
    hall = create_app(settings)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await hall(scope, receive, send)
            return
        if scope["method"] != "POST":
            content: object = Effort(time.process_time())
        else:
            wanted = QueryParams(scope["query_string"]).get("phones", "")
            if not wanted.isdecimal() or not 1 <= int(wanted) <= MOST_PHONES:
                await Response(status_code=400)(scope, receive, send)
                return
            content = await new_session(settings, int(wanted), base="")
        await Response(msgspec.json.encode(content), media_type="application/json")(scope, receive, send)

    return app


def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until told to stop."""
    allow_many_connections()
    write_log(level=logging.ERROR)
    config = serving(rehearsal_app(settings))
    config.load()
    calm_collector()
    uvicorn.Server(config).run(sockets=[listener])


def serve_in(folder: Path, listener: socket.socket) -> None:
    """The same on an embedded database in a new folder there, removed at the end.

    On the disk that real sessions use, because how soon a ballot is durable depends on it; whatever the
    environment says about databases is for real sessions and is not read.
    """
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())
    # Ctrl+C is how it ends, and only then is the folder removed.
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-", dir=there) as data,
        contextlib.suppress(KeyboardInterrupt),
    ):
        serve(read_settings({}, data=Path(data)), listener)


if __name__ == "__main__":
    serve_in(Path(sys.argv[2]), socket.socket(fileno=int(sys.argv[1])))
