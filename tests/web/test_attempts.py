"""Wrong seat codes: counted over all processes where there is a Redis, and in each when it is away."""

import pytest

from tests.support.redis import RedisServer, redis
from web.attempts import Attempts, by_seat

__all__ = ["redis"]

pytestmark = [pytest.mark.asyncio, pytest.mark.redis]


async def test_a_seat_has_its_tries_over_all_processes(redis: RedisServer) -> None:
    here, there = Attempts(redis.url), Attempts(redis.url)

    for number in range(30):
        process = (here, there)[number % 2]
        assert await process.may_try(*by_seat("326841", "D1", f"device {number}"))
        await process.count(*by_seat("326841", "D1", f"device {number}"))

    for process in (here, there):
        assert not await process.may_try(*by_seat("326841", "D1", "one more device"))
        assert await process.may_try(*by_seat("326841", "D2", "one more device"))
        assert await process.may_try(*by_seat("111111", "D1", "one more device"))
    await here.close()
    await there.close()


async def test_while_redis_is_away_each_process_goes_on_counting(redis: RedisServer) -> None:
    here, there = Attempts(redis.url), Attempts(redis.url)
    for _ in range(3):
        await here.count(*by_seat("326841", "D1", "a phone"))

    redis.kill()
    assert await here.may_try(*by_seat("326841", "D1", "a phone"))
    for _ in range(2):
        await here.count(*by_seat("326841", "D1", "a phone"))
    assert not await here.may_try(*by_seat("326841", "D1", "a phone"))
    assert await there.may_try(*by_seat("326841", "D1", "a phone"))

    redis.start()
    for _ in range(5):
        await there.count(*by_seat("326841", "D1", "another phone"))
    assert not await here.may_try(*by_seat("326841", "D1", "another phone")), "counted together again"
    await here.close()
    await there.close()


async def test_a_redis_that_hangs_keeps_nobody_out(redis: RedisServer) -> None:
    attempts = Attempts(redis.url)
    redis.hold()

    assert await attempts.may_try(*by_seat("326841", "D1", "a phone"))
    redis.release()
    await attempts.close()
