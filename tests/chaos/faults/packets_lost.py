"""Half of all packets between the phones and the server are lost, in both directions, for ten seconds.

By the kernel's own packet filter, for the server's port on the loopback interface only. The port is in a
set whose elements expire: should the test be killed, the network mends itself.
"""

import asyncio
import json
import os
import shutil
import subprocess

from tests.chaos.scene import Scene

SECONDS, SECONDS_IN_CAMPAIGN = 2, 10


def lacks() -> str | None:
    """Losing packets takes root and nftables."""
    if os.geteuid() != 0:
        return "only root can lose packets"
    if (program := shutil.which("nft")) is None:
        return "nft is not installed (Debian: nftables)"
    tried = subprocess.run([program, "list", "tables"], capture_output=True, check=False)  # noqa: S603 - the system's own
    return None if tried.returncode == 0 else "the packet filter cannot be used here"


async def strike(scene: Scene) -> None:
    """Lose every second one, at random; then none."""
    (server,) = scene.servers
    seconds = SECONDS_IN_CAMPAIGN if scene.full else SECONDS
    table = f"deliberation_{server.port}"
    await _filter(f"""
        add table inet {table}
        add set inet {table} lossy {{ type inet_service; flags timeout; }}
        add chain inet {table} input {{ type filter hook input priority 0; }}
        add rule inet {table} input iif lo tcp dport @lossy numgen random mod 2 == 0 counter drop
        add rule inet {table} input iif lo tcp sport @lossy numgen random mod 2 == 0 counter drop
        add element inet {table} lossy {{ {server.port} timeout {seconds}s }}
    """)
    try:
        await asyncio.sleep(seconds)
        scene.measured["packets lost"] = await _dropped(table)
    finally:
        await _filter(f"delete table inet {table}")


async def _filter(rules: str) -> None:
    await asyncio.to_thread(subprocess.run, ["nft", "-f", "-"], input=rules.encode(), check=True)


async def _dropped(table: str) -> int:
    listed = await asyncio.to_thread(
        subprocess.run, ["nft", "-j", "list", "table", "inet", table], capture_output=True, check=True
    )
    rules = [each["rule"]["expr"] for each in json.loads(listed.stdout)["nftables"] if "rule" in each]
    return sum(part["counter"]["packets"] for rule in rules for part in rule if "counter" in part)
