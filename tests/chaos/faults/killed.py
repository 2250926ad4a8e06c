"""The plug is pulled: `kill -9` of the only server, at any moment of its life."""

import asyncio

from tests.chaos.scene import Scene


async def strike(scene: Scene) -> None:
    """Once, or once more: while it serves again, or while it is still starting."""
    (server,) = scene.servers
    await server.kill()
    await server.start()
    if scene.random.random() < 0.5:
        if scene.random.random() < 0.5:
            await asyncio.sleep(scene.random.uniform(0, 0.5))
        else:
            await scene.moment()
        await server.kill()
        await server.start()
