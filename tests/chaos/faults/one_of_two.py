"""Two servers write one session, and one of them is killed."""

from tests.chaos.scene import Scene


async def strike(scene: Scene) -> None:
    """Its phones go to the other one; after a while it is there again, and some come back."""
    server = scene.random.choice(scene.servers)
    await server.kill()
    await scene.moment()
    await server.start()
    await scene.moment()
