"""The disk under the database is full for a while. The server's own log is on it, too."""

import asyncio

from tests.chaos.scene import Scene
from tests.chaos.small_disk import BLOCK, fill


async def strike(scene: Scene) -> None:
    """Fill it to the last blocks, wait, and make room again."""
    folder = scene.cluster.folder if scene.on_postgres else scene.hall.data
    ballast = folder / "ballast"
    try:
        await asyncio.to_thread(fill, ballast, scene.random.randrange(8) * BLOCK)
        await asyncio.sleep(scene.random.uniform(0.2, 2 if scene.full else 0.8))
    finally:
        ballast.unlink()
        if scene.on_postgres:
            await scene.cluster.recover()
