"""What the pages that list things cost the server in a community with a long past."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from bench.plan import Plan
from bench.processes import PHONES_CORE, QUIET, cpu_seconds, on_core, serving_on
from deliberation import ids
from deliberation.clock import utc_now
from deliberation.records.staff.views import Who
from tests.support.past import LISTS, fill
from tests.support.prepared import prepare
from web.app import open_services
from web.settings import Settings
from web.signin import STAFF_COOKIE


async def sign_in(settings: Settings) -> str:
    """The cookie of somebody who may open all of them."""
    async with open_services(settings) as parts:
        now, who = utc_now(), Who("bench")
        community = (await parts.communities.all())[0].id
        account = await parts.staff.make_account(ids.opaque_id(), "试", who=who, at=now)
        for role in ("social_worker", "supervision"):
            await parts.grants.give(account, role, community, who=who, at=now)
        return parts.staff_cookies.sealed(await parts.sign_ins.begin(account, at=now))


def lists(plan: Plan) -> dict[str, Any]:
    """The median of each page, in milliseconds, as one browser meets it over loopback."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings, _ = prepare(Path(folder) / "new")(Path(folder) / "data")
        fill(settings.data / "hall.sqlite3", issues=plan.issues, people=plan.people, sessions=plan.sessions)
        cookies = {STAFF_COOKIE: asyncio.run(sign_in(settings))}
        command = [sys.executable, "-m", "bench.hall", str(settings.data), ""]
        pages: dict[str, float] = {}
        with (
            serving_on(command, **QUIET) as (port, server),
            on_core(PHONES_CORE),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies) as browser,
        ):
            for path in LISTS:
                browser.get(path).raise_for_status()
                cpu, took = cpu_seconds(server), []
                for _ in range(plan.visits):
                    begun = time.monotonic()
                    browser.get(path).raise_for_status()
                    took.append((time.monotonic() - begun) * 1000)
                pages[path] = round(median(took), 1)
                pages[f"{path} cpu"] = round((cpu_seconds(server) - cpu) / plan.visits * 1000, 1)
    slowest = max(LISTS, key=lambda path: pages[path])
    return {"pages": pages, "slowest": slowest, "slowest_ms": pages[slowest]}
