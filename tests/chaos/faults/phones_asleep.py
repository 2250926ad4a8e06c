"""Half of the phones sleep: they read nothing and say nothing, and their connections stay as they were.

A hall's phones sleep for five minutes, and the server hangs up on one after half a minute of silence.
Here its heart beats once a second and it waits for one, so that a few seconds are as good as five
minutes: some phones wake before it has given them up, others long afterwards.
"""

import asyncio

from tests.chaos.scene import Scene

HEARTBEAT = (1.0, 1.0)
SLEEP, SLEEP_IN_CAMPAIGN = (0.5, 3.0), (0.5, 6.0)
"""Seconds; the server gives a phone up after two."""


async def strike(scene: Scene) -> None:
    """Put them to sleep; wake each at its own time."""
    others = [phone for phone in scene.phones if phone.person.who not in ("recorder", "chair")]
    asleep = scene.random.sample(others, len(others) // 2)
    span = SLEEP_IN_CAMPAIGN if scene.full else SLEEP
    for phone in asleep:
        phone.awake.clear()
    naps = sorted((scene.random.uniform(*span), index) for index in range(len(asleep)))
    slept = 0.0
    for until, index in naps:
        await asyncio.sleep(until - slept)
        slept = until
        asleep[index].awake.set()
