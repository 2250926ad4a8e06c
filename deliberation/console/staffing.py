"""The staff, from the console: the first administrator's link, `staff add`, `staff link`, the demo."""

import json
import os
from pathlib import Path
from typing import Final

from msgspec import Struct
from rich.panel import Panel
from rich.text import Text
from sqlalchemy.exc import DBAPIError

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.console.terminal import OUT, _
from deliberation.records.staff.store import NameTaken
from deliberation.records.staff.views import STAFF_ROLES, StaffRole, Who
from deliberation.session.phrases import Phrase, phrase
from web.app import open_services
from web.pages.desk.sign_in import name_problems
from web.services import Services
from web.settings import Settings

CONSOLE: Final = Who("命令行")
DEMONSTRATION: Final = Who("演示")


class Wrong(Exception):
    """What was asked for cannot be done; `sentence` says why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


async def first_link(settings: Settings, base: str) -> str | None:
    """A link for the first administrator, while there is none. A database that is not ready has time."""
    try:
        async with open_services(settings) as services:
            token = await services.links.first(at=utc_now())
    except (DBAPIError, OSError):
        return None
    return f"{base}/desk/welcome/{token}" if token else None


def show_first(url: str | None) -> None:
    """Print the link, if there is one."""
    if url is None:
        return
    OUT.print(_("还没有管理员。用浏览器打开这个链接，设好登录名和密码；一天内有效，只能用一次："))
    OUT.print(url, markup=False, soft_wrap=True)  # not in a frame: it would not survive being copied


async def add(
    settings: Settings, name: str, *, display_name: str, role: str, slug: str | None, base: str
) -> str:
    """An account with one role; gives the link that sets its password. Raises Wrong."""
    if role not in STAFF_ROLES:
        raise Wrong(phrase("没有“{role}”这个角色，有这些：{roles}。", role=role, roles=" ".join(STAFF_ROLES)))
    for problem in name_problems(name, display_name).values():
        raise Wrong(problem)
    async with open_services(settings) as services:
        place = None if role == "administrator" else await _community(services, slug)
        try:
            account = await services.staff.make_account(name, display_name, who=CONSOLE, at=utc_now())
        except NameTaken as error:
            raise Wrong(phrase("这个名字有人用了，换一个。")) from error
        known: StaffRole = next(each for each in STAFF_ROLES if each == role)
        await services.grants.give(account, known, place, who=CONSOLE, at=utc_now())
        token = await services.links.invite(account, who=CONSOLE, at=utc_now())
    return f"{base}/desk/welcome/{token}"


async def link(settings: Settings, name: str, *, base: str) -> str:
    """Another link for an account: the way back in for whoever forgot the password. Raises Wrong."""
    async with open_services(settings) as services:
        found = await services.staff.credentials(name)
        if found is None:
            raise Wrong(phrase("没有登录名是“{name}”的账号。", name=name))
        token = await services.links.invite(found.account, who=CONSOLE, at=utc_now())
    return f"{base}/desk/welcome/{token}"


async def _community(services: Services, slug: str | None) -> int:
    """The id of the community with this short name, or of the only one. Raises Wrong."""
    known = {community.slug: community.id for community in await services.communities.all()}
    if slug is None and len(known) == 1:
        return next(iter(known.values()))
    if slug not in known:
        names = " ".join(known) or "–"
        raise Wrong(phrase("请用 --community 写社区的短名，有这些：{names}。", names=names))
    return known[slug]


class Colleague(Struct, frozen=True):
    """Somebody of the demonstration."""

    name: str
    display_name: str
    role: StaffRole


COLLEAGUES: Final = (
    Colleague("shegong", "苏小满（社工）", "social_worker"),
    Colleague("jilu", "何书简（记录人）", "recorder"),
    Colleague("jiandu", "严守正（居务监督）", "supervision"),
    Colleague("jiedao", "程街道（街道）", "district"),
    Colleague("wuye", "管到底（物业）", "responsible"),
)


async def demonstrate(services: Services, community: int) -> dict[str, str]:
    """The demonstration's colleagues; gives their passwords by name, made up at the first start and kept."""
    kept, now = services.settings.data / "keys" / "demo-staff.json", utc_now()
    if not kept.exists():
        _write(kept, json.dumps({colleague.name: ids.password() for colleague in COLLEAGUES}))
    passwords: dict[str, str] = json.loads(kept.read_text())
    for colleague in COLLEAGUES:
        if await services.staff.credentials(colleague.name) is not None:
            continue
        account = await services.staff.make_account(
            colleague.name, colleague.display_name, who=DEMONSTRATION, at=now
        )
        await services.grants.give(account, colleague.role, community, who=DEMONSTRATION, at=now)
        token = await services.links.invite(account, who=DEMONSTRATION, at=now)
        hashed = await services.passwords.hashed(passwords[colleague.name])
        await services.links.set_password(token, hashed, at=now)
    return passwords


def show_colleagues(passwords: dict[str, str], base: str) -> None:
    """Print who can sign in to the demonstration's desk."""
    lines = Text()
    for colleague in COLLEAGUES:
        if colleague.name in passwords:
            lines.append(f"{colleague.name:<10} {passwords[colleague.name]:<20} ", style="cyan")
            lines.append(f"{colleague.display_name}\n")
    lines.append(f"{base}/desk", style="cyan")
    OUT.print(Panel(lines, title=_("工作台：登录名和密码"), border_style="green", padding=(1, 2)))


def _write(path: Path, text: str) -> None:
    """For the owner only, as the keys beside it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
