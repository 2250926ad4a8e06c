"""One question to the database for all who wait for the same kind of answer."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable
from typing import Final, Generic, TypeVar

T = TypeVar("T", bound=Hashable)

AT_ONCE: Final = 1000
"""Of a thousand, each with two values, any database takes the question; PostgreSQL up to 32,767 values."""


class Gathering(Generic[T]):
    """Asks one question at a time; whoever comes meanwhile is in the next.

    So a hall that comes in one moment is a handful of questions, and nobody is answered by one that was
    asked before they came.
    """

    def __init__(self, ask: Callable[[Collection[T]], Awaitable[Collection[T]]]) -> None:
        self._ask = ask
        """Which of these it is true of."""
        self._waiting: list[tuple[T, asyncio.Future[bool]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def holds(self, item: T) -> bool:
        """Whether it is true of this one; raises what the question raised."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_on(), name="gathering")
        return await answer

    async def _ask_on(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._answer(asked)
        finally:
            self._asking = None

    async def _answer(self, asked: list[tuple[T, "asyncio.Future[bool]"]]) -> None:
        try:
            true = set(await self._ask({item for item, _ in asked}))
        except Exception as error:  # noqa: BLE001 - whoever asked is told; the next question may go well
            for _, answer in asked:
                if not answer.done():
                    answer.set_exception(error)
            return
        for item, answer in asked:
            if not answer.done():  # who asked may have gone
                answer.set_result(item in true)
