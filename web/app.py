"""The composition root: the only place that builds engine, ledger, records, rooms and pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias
from urllib.parse import urlsplit

import socketio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.live.redis_bus import RedisBus
from deliberation.live.rooms import Rooms
from deliberation.media.library import Library
from deliberation.media.stores import in_bucket, on_disk
from deliberation.media.studio import Studio
from deliberation.records.admission import Admission
from deliberation.records.calling.store import Calling
from deliberation.records.cards import Cards
from deliberation.records.communities import Communities
from deliberation.records.figures import Figures
from deliberation.records.importing import Importer
from deliberation.records.issues.sorting import Sorting
from deliberation.records.issues.store import Issues
from deliberation.records.issues.voices import Voices
from deliberation.records.keys import server_key
from deliberation.records.people.committee import Committee
from deliberation.records.people.groups import Groups
from deliberation.records.people.standing_cards import StandingCards
from deliberation.records.people.store import People
from deliberation.records.rulebook.store import Rulebook
from deliberation.records.staff.grants import Grants
from deliberation.records.staff.links import Links
from deliberation.records.staff.passwords import Passwords
from deliberation.records.staff.remarks import Remarks
from deliberation.records.staff.second_factor import SecondFactor
from deliberation.records.staff.sign_ins import SignIns
from deliberation.records.staff.store import Staff
from deliberation.records.staff.trail import Trail
from deliberation.records.store import Records
from deliberation.records.tickets import Ticket, Tickets
from deliberation.records.topics.store import Topics
from web.attempts import Attempts
from web.metrics import Metrics
from web.middleware import ReadPreferences, RequestLog, SameOriginForms, SecurityHeaders
from web.pages.errors import broken, refused
from web.routes import routes
from web.services import Services
from web.settings import Settings
from web.sockets.broadcast import LiveServer
from web.sockets.namespace import LiveNamespace
from web.sockets.publish import Outbox
from web.sockets.wire import SERVER_OPTIONS
from web.templating import Templates
from web.tokens import Csrf, StaffCookies, devices, own_reports, words


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """The hall's parts over its database, closed at the end. An embedded database is migrated first."""
    settings.data.mkdir(parents=True, exist_ok=True)
    if settings.embedded:
        await migrate(settings.database)
    key = server_key(settings.data, secret=settings.secret)
    engine = make_engine(settings.database)
    ledger = SqlLedger(engine)
    cards = Cards(key)
    records = Records(engine, cards)
    committee, groups, rulebook = Committee(engine, cards), Groups(engine), Rulebook(engine)
    attempts = Attempts(settings.redis)
    library = Library(in_bucket(settings.bucket) if settings.bucket else on_disk(settings.data), Studio())
    try:
        yield Services(
            settings=settings,
            records=records,
            ledger=ledger,
            cards=cards,
            admission=Admission(records, Tickets(key, max_age=settings.ticket_age)),
            importer=Importer(engine, records, ledger, library=library, timezone=settings.timezone),
            library=library,
            issues=Issues(engine),
            sorting=Sorting(engine),
            voices=Voices(key),
            reports=own_reports(key),
            templates=Templates(),
            attempts=attempts,
            communities=Communities(engine),
            people=People(engine),
            committee=committee,
            groups=groups,
            standing_cards=StandingCards(engine, cards),
            rulebook=rulebook,
            topics=Topics(engine),
            calling=Calling(engine, records, ledger, committee=committee, groups=groups, rulebook=rulebook),
            staff=Staff(engine),
            sign_ins=SignIns(engine),
            grants=Grants(engine),
            links=Links(engine),
            figures=Figures(engine),
            trail=Trail(engine),
            remarks=Remarks(engine),
            passwords=Passwords(),
            second_factor=SecondFactor(key),
            devices=devices(key),
            csrf=Csrf(key),
            staff_cookies=StaffCookies(key),
            words=words(key),
        )
    finally:
        await attempts.close()
        await ledger.close()


Alongside: TypeAlias = Callable[[Rooms], Coroutine[None, None, None]]
"""Something that acts in the hall while it is served, such as a session that is played to an audience."""


class Hall:
    """The whole server as one ASGI application, and how it takes leave of the screens."""

    def __init__(self, app: ASGIApp, server: LiveServer, settle: Callable[[], Awaitable[object]]) -> None:
        self._app = app
        self._server = server
        self.settle = settle
        """Take no more commands; decide, answer and deliver what came before. Everybody stays connected."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        await self._app(scope, receive, send)

    async def let_go(self) -> None:
        """Answer those who poll, once their connections are not kept for another request.

        Neither Socket.IO's disconnect nor Engine.IO's close: after the one a browser's client stays away for
        good, after the other a Python client. A connection that ends makes both look for the server again.
        """
        await self._server.eio.answer_polls()


def create_app(settings: Settings, *, alongside: Alongside | None = None) -> Hall:
    """The whole server."""
    # Built here and handed on: web/sockets/publish.py is the only module that emits through it.
    server = LiveServer(**SERVER_OPTIONS)
    ending = AsyncExitStack()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_services(settings) as services, ending:
            metrics = Metrics()
            outbox = Outbox(server, metrics)

            async def vouch(credentials: Collection[Hashable]) -> Collection[Hashable]:
                return await services.admission.still_good(
                    [each for each in credentials if isinstance(each, Ticket)]
                )

            rooms = Rooms(services.ledger, outbox, vouch=vouch, note_turn=metrics.turned)
            live = LiveNamespace(rooms, outbox, services.admission, metrics)
            server.register_namespace(live)
            metrics.watch(rooms, live.phones)
            app.state.services, app.state.rooms, app.state.metrics = services, rooms, metrics
            outbox.start(live.present)
            ending.push_async_callback(outbox.stop)
            rooms.start(RedisBus(settings.redis) if settings.redis else None)
            ending.push_async_callback(rooms.stop)
            if alongside:
                acting = asyncio.create_task(alongside(rooms), name="alongside")
                ending.push_async_callback(_cancel, acting)
            yield

    pages = Starlette(
        routes=routes(),
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={HTTPException: refused, Exception: broken},
        lifespan=lifespan,
    )

    async def refuse_form(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = pages
        response = await refused(Request(scope), HTTPException(403))
        await response(scope, receive, send)

    public = urlsplit(settings.public_url or "")
    # Around Starlette, not inside it: so a page about an error of ours has language and safety headers, too.
    guarded = SameOriginForms(pages, refuse=refuse_form, public_host=public.netloc or None)
    web = RequestLog(SecurityHeaders(ReadPreferences(guarded), https=public.scheme == "https"))
    # Without on_startup and on_shutdown: they would keep the lifespan from Starlette.
    return Hall(socketio.ASGIApp(server, web), server, settle=ending.aclose)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
