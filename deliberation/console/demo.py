"""`deliberation demo`: a filled hall, ready at check-in, and the addresses to open."""

from datetime import date, datetime, time, timedelta
from importlib.resources import as_file, files
from io import StringIO
from typing import Final
from zoneinfo import ZoneInfo

import segno
from rich.panel import Panel
from rich.text import Text

from deliberation.clock import utc_now
from deliberation.console import demo_desk, demo_issues, demo_sessions
from deliberation.console.bringing import Brought
from deliberation.console.terminal import OUT, _, say
from deliberation.live.rooms import Rooms
from deliberation.records.importing import postponed
from deliberation.records.mirror import refresh
from deliberation.records.scenario import load_scenario
from deliberation.records.staff.views import Who
from deliberation.replay.run import play
from web.app import Alongside
from web.services import Services

REPORTED: Final = timedelta(days=9)
"""How long ago the issues of both sessions came in: before their notice went out."""

TODAY: Final = "liuhe-yard.yaml"
LATER: Final = "parking-ev.yaml"
LATER_DAYS: Final = 3
"""Its notice goes out four days before it: the second session is already announced, and still ahead."""


async def prepare(services: Services, *, anew: bool = False) -> str:
    """Bring both sessions in, unless they are there and not over; gives the code of today's.

    What the desk prepared, what people reported and what was decided before comes once, with the first start.

    `anew` brings today's in again: a session that is to be played must not have begun.
    """
    await refresh(services.records, services.ledger)
    at = utc_now()
    now = at.astimezone(ZoneInfo(services.settings.timezone))
    today = await _open(services, TODAY, day=now.date(), start=_next_quarter(now), anew=anew)
    await _open(services, LATER, day=now.date() + timedelta(days=LATER_DAYS), start=None)
    line = await services.records.session(today)
    for community in await services.communities.all():
        ours = line is not None and community.id == line.community_id
        if ours and await demo_desk.is_bare(services, community, at=at):
            who = Who(_("演示"), community=community.id)
            for part in (demo_desk, demo_issues, demo_sessions):
                await part.fill(services, community, who=who, at=at)
    return today


async def _open(services: Services, name: str, *, day: date, start: time | None, anew: bool = False) -> str:
    """The code of this demonstration's open session; brings a new one in when there is none."""
    with as_file(files("deliberation.demo")) as folder:
        scenario = load_scenario(folder / name)
        known = await services.records.open_from(scenario.id)
        if known is not None and not anew:
            return known.code
        moved = postponed(scenario, (day - scenario.session.date).days, start=start)
        return await services.importer.bring_in(moved, folder, at=utc_now() - REPORTED)


def _next_quarter(now: datetime) -> time:
    """The next full quarter of an hour, so that it begins soon; this minute when that is tomorrow."""
    later = now + timedelta(minutes=15 - now.minute % 15)
    moment = later if later.date() == now.date() else now
    return moment.time().replace(second=0, microsecond=0)


def player(code: str, *, timezone: str, speed: float) -> Alongside:
    """Plays today's session through by itself, for people to watch."""

    async def act(rooms: Rooms) -> None:
        with as_file(files("deliberation.demo")) as folder:
            scenario = load_scenario(folder / TODAY)
        script = await play(rooms, code, scenario, timezone=timezone, speed=speed)
        if script.stopped is not None:
            OUT.print(say(script.stopped[1]), markup=False)
        OUT.print(_("自动演示走完了。会场还开着，按 Ctrl+C 停下来。"))

    return act


async def front_page(services: Services, code: str, *, base: str) -> str:
    """The address of the front page of the community whose session this is."""
    line = await services.records.session(code)
    slugs = {community.id: community.slug for community in await services.communities.all()}
    return f"{base}/?community={slugs[line.community_id]}" if line else base


def show(here: Brought, anywhere: Brought, front: str) -> None:
    """Print where to go; `here` has the addresses for this machine, `anywhere` for the network."""
    places = (
        (_("首页"), _("居民看的：议题、线索、结果"), front),
        (_("大屏"), _("在接投影的电脑上打开，按 F11 全屏"), here.urls["wall"]),
        (_("手机参会"), _("手机连上同一个网络，扫下面的码，或打开"), anywhere.urls["join"]),
        (_("主持台"), _("给主持人，链接要保密"), here.urls["chair"]),
        (_("记录台"), _("给记录人，链接要保密"), here.urls["recorder"]),
        (_("席位卡"), _("先打开记录台，再打开这一页打印"), f"{here.urls['session']}/cards"),
    )
    lines = Text()
    for number, (heading, hint, url) in enumerate(places, start=1):
        lines.append(f"{number}. {heading}", style="bold")
        lines.append(f"  {hint}\n")
        lines.append(f"   {url}\n", style="cyan")
    lines.append(_("会议码 {code}。按 Ctrl+C 停下来；数据都留着，下次接着用。", code=here.session))
    OUT.print(Panel(lines, title=_("协商议事厅 · 演示"), border_style="green", padding=(1, 2)))
    picture = StringIO()
    segno.make(anywhere.urls["join"], error="l").terminal(out=picture, compact=True)
    OUT.print(Text.from_ansi(picture.getvalue()))
