"""The only module that emits. Everything leaves through one queue, in the order in which it became true."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import TypeAlias

from deliberation.live.logs import log_defect
from deliberation.live.messages import Missed, Patch, Pulse, Snapshot, Viewer
from deliberation.live.publisher import Channel
from deliberation.session.wire import Json
from web.metrics import Metrics
from web.sockets.broadcast import Broadcast, LiveServer

NAMESPACE = "/live"

Send = Callable[[], Awaitable[None]]

Present: TypeAlias = Callable[[str], Snapshot | None]
"""The whole board for a screen that could not keep up, or None when it is gone."""


class Outbox:
    """The rooms' publisher: taking a message never waits, one task delivers.

    One queue for all keeps a welcome and the patches in step: the board that a screen is shown and its
    joining of the channel are one place in the queue; earlier patches went out before, later ones follow.
    """

    def __init__(self, server: LiveServer, metrics: Metrics) -> None:
        self._server = server
        self._metrics = metrics
        self._broadcast = Broadcast(server, NAMESPACE)
        self._present: Present = _nobody
        self._queue: asyncio.Queue[Send] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self, present: Present) -> None:
        """Begin to deliver; inside a running event loop."""
        self._present = present
        self._task = asyncio.create_task(self._deliver(), name="outbox")

    async def stop(self) -> None:
        """Deliver what was taken, and end. The screens stay connected; hanging up is the server's."""
        if self._task is None:
            return
        await self._queue.join()
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _deliver(self) -> None:
        while True:
            send = await self._queue.get()
            try:
                await send()
            except Exception as error:  # noqa: BLE001 - one screen that is gone must not silence the others
                log_defect("send_failed", error)
            finally:
                self._queue.task_done()

    # What the rooms publish ----------------------------------------------------------------------------

    def patch(self, channel: Channel, patch: Patch) -> None:
        """See `deliberation.live.publisher`."""
        self._put("patch", patch, to=_name(channel))

    def you(self, viewer: str, you: Json) -> None:
        """See `deliberation.live.publisher`."""
        self._put("you", you, to=viewer)

    def pulse(self, session: str, pulse: Pulse) -> None:
        """See `deliberation.live.publisher`."""
        self._put("pulse", pulse, to=session)

    def _put(self, event: str, content: object, *, to: str) -> None:
        published = perf_counter()

        async def send() -> None:
            await self._emit(event, content, to=to)
            self._metrics.delivered(event, perf_counter() - published)

        self._queue.put_nowait(send)

    async def _emit(self, event: str, content: object, *, to: str) -> None:
        for viewer in await self._broadcast.send(event, content, to=to):
            # Taken and put into the queue in one step, as for a welcome: what follows there fits onto it.
            if board := self._present(viewer):
                self._queue.put_nowait(partial(self._broadcast.recover, viewer, "board", board))

    # What one connection needs -------------------------------------------------------------------------

    def welcome(self, viewer: Viewer, snapshot: Snapshot) -> None:
        """Show a new screen the present, and from then on what its channel is sent."""
        self._queue.put_nowait(lambda: self._welcome(viewer, snapshot))

    async def _welcome(self, viewer: Viewer, snapshot: Snapshot) -> None:
        try:
            for room in (viewer.session, _name(Channel(viewer.session, viewer.audience, viewer.locale))):
                await self._server.enter_room(viewer.id, room, namespace=NAMESPACE)
        except (KeyError, ValueError):
            return  # gone again before it was welcomed
        if isinstance(snapshot, Missed):
            for patch in snapshot.patches:
                await self._emit("patch", patch, to=viewer.id)
            await self._emit("you", snapshot.you, to=viewer.id)
        else:
            await self._emit("board", snapshot, to=viewer.id)

    async def turn(self) -> None:
        """Wait until everything taken so far was sent; what the caller sends next is not overtaken."""
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(lambda: _give_way(reached))
        await reached

    def dismiss(self, viewer: str) -> None:
        """End a connection, after what was taken so far was sent."""
        self._queue.put_nowait(lambda: self._server.disconnect(viewer, namespace=NAMESPACE))


async def _give_way(reached: "asyncio.Future[None]") -> None:
    if not reached.done():
        reached.set_result(None)
    # The loop is fair: the one who waits for `reached` runs, and sends, before this line returns.
    await asyncio.sleep(0)


def _nobody(_viewer: str) -> None:
    """Before the start there is nobody to show anything."""


def _name(channel: Channel) -> str:
    return f"{channel.session}/{channel.audience}/{channel.locale}"
