"""Redis, over which the processes tell each other what happened, goes away and comes back."""

import asyncio
import shutil

from tests.chaos.scene import Scene


def lacks() -> str | None:
    """It needs a server of its own."""
    return None if shutil.which("redis-server") else "redis-server is not installed"


async def strike(scene: Scene) -> None:
    """Once or twice; it is killed, or takes connections and answers nothing."""
    for _ in range(scene.random.choice((1, 2))):
        if scene.random.random() < 0.5:
            await asyncio.to_thread(scene.bus.kill)
            await scene.moment()
            await asyncio.to_thread(scene.bus.start)
        else:
            scene.bus.hold()
            await scene.moment()
            scene.bus.release()
        await scene.moment()
