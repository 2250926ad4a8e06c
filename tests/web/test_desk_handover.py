"""AB角: a colleague stands in under their own name, for as long as was said, and no longer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deliberation.clock import utc_now
from deliberation.records.staff.grants import LONGEST_HANDOVER
from deliberation.records.staff.views import StaffMember, StaffRole, Who
from tests.web.conftest import HOST, Browser, Site, words_on
from web.signin import STAFF_COOKIE

pytestmark = pytest.mark.asyncio

WHO = Who("test")
ZONE = ZoneInfo("Asia/Shanghai")


class Desk:
    """Who works here, signed in, by name."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.accounts: dict[str, int] = {}

    async def sits(self, name: str, *roles: StaffRole) -> Browser:
        parts, now = self.site.services, utc_now()
        community = (await parts.communities.all())[0].id
        self.accounts[name] = await parts.staff.make_account(name, name, who=WHO, at=now)
        for role in roles:
            place = None if role == "administrator" else community
            await parts.grants.give(self.accounts[name], role, place, who=WHO, at=now)
        token = await parts.sign_ins.begin(self.accounts[name], at=now)
        browser = self.site.browser()
        browser.cookies.set(STAFF_COOKIE, parts.staff_cookies.sealed(token), domain=HOST)
        return browser

    def form(
        self, colleague: str, role: str = "social_worker", *, first: int = 0, last: int = 7
    ) -> dict[str, str]:
        """The handover's form, with days from today on."""
        days = (today() + timedelta(days=each) for each in (first, last))
        first_day, last_day = (day.isoformat() for day in days)
        number = str(self.accounts.get(colleague, colleague))
        return {"colleague": number, "role": role, "first": first_day, "last": last_day}

    async def member(self, name: str, *, at: datetime) -> StaffMember:
        """What holds for somebody at that moment."""
        token = await self.site.services.sign_ins.begin(self.accounts[name], at=at)
        found = await self.site.services.sign_ins.find(token, at=at)
        assert found is not None
        return found


def today() -> date:
    return utc_now().astimezone(ZONE).date()


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


async def test_a_colleague_stands_in_under_their_own_name_until_it_is_taken_back(
    site: Site, desk: Desk
) -> None:
    owner, colleague = await desk.sits("苏小满", "social_worker"), await desk.sits("何书简", "recorder")
    assert (await colleague.get("/desk/people/new")).status_code == 403

    lent = await owner.send_form("/desk/handover", desk.form("何书简"), follow_redirects=True)
    assert "交接好了，何书简到时候就能接手" in words_on(lent)
    assert (await owner.get("/desk/people/new")).status_code == 200, "both may"
    added = await colleague.send_form("/desk/people/new", {"name": "王伟", "org": "3幢"})
    assert added.status_code == 303
    async with await site.desk("supervision") as supervisor:
        trail = words_on(await supervisor.get("/desk/trail"))
    assert "何书简 加了一个人" in trail
    assert "苏小满 请同事代班" in trail

    member = await desk.member("苏小满", at=utc_now())
    [(_, grant)] = await site.services.grants.lent_by(member, at=utc_now())
    assert (await colleague.send_form(f"/desk/handover/{grant.id}/end")).status_code == 404, (
        "not theirs to end"
    )
    assert (await owner.send_form(f"/desk/handover/{member.grants[0].id}/end")).status_code == 404, (
        "is not lent"
    )
    back = await owner.send_form(f"/desk/handover/{grant.id}/end", follow_redirects=True)
    assert "收回来了" in words_on(back)
    async with await desk.sits("何书简二") as _:
        again = await desk.member("何书简", at=utc_now())
    assert again.roles == {"recorder"}
    assert (await owner.send_form(f"/desk/handover/{grant.id}/end")).status_code == 404


async def test_it_holds_from_the_first_day_through_the_last(desk: Desk) -> None:
    owner, _ = await desk.sits("苏小满", "social_worker"), await desk.sits("何书简", "recorder")
    await owner.send_form("/desk/handover", desk.form("何书简", first=2, last=3))

    first = datetime.combine(today() + timedelta(days=2), datetime.min.time(), ZONE)
    for at, roles in (
        (first - timedelta(seconds=1), {"recorder"}),
        (first, {"recorder", "social_worker"}),
        (first + timedelta(days=2, seconds=-1), {"recorder", "social_worker"}),
        (first + timedelta(days=2), {"recorder"}),
    ):
        assert (await desk.member("何书简", at=at)).roles == roles, at


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"colleague": ""}, "请选一位同事"),
        ({"colleague": "999999"}, "请选一位同事"),
        ({"colleague": "苏小满"}, "请选一位同事"),
        ({"colleague": "别处"}, "请选一位同事"),
        ({"role": "administrator"}, "请选要交出去的角色"),
        ({"role": "recorder"}, "请选要交出去的角色"),
        ({"first": "-1"}, "请选今天或以后的日子"),
        ({"first": "soon"}, "请选今天或以后的日子"),
        ({"last": "-1"}, "不能早于开始的日子"),
        ({"last": ""}, "不能早于开始的日子"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "请选今天或以后的日子"),
        ({"last": str(LONGEST_HANDOVER.days + 1)}, "最长 92 天"),
    ],
)
async def test_what_cannot_be_lent_is_said_and_what_was_chosen_stays(
    site: Site, desk: Desk, changes: dict[str, str], sentence: str
) -> None:
    owner, _ = await desk.sits("苏小满", "social_worker"), await desk.sits("何书简", "recorder")
    elsewhere = await site.services.communities.make("河东社区", "hedong", "Asia/Shanghai", who=WHO)
    stranger = await site.services.staff.make_account("别处", "别处", who=WHO, at=utc_now())
    await site.services.grants.give(stranger, "recorder", elsewhere.id, who=WHO, at=utc_now())
    desk.accounts["别处"] = stranger

    form = desk.form("何书简")
    for field, value in changes.items():
        is_days = value.lstrip("-").isdigit() and field in {"first", "last"}
        form[field] = (today() + timedelta(days=int(value))).isoformat() if is_days else value
    form["colleague"] = str(desk.accounts.get(form["colleague"], form["colleague"]))
    refused = await owner.send_form("/desk/handover", form)

    assert refused.status_code == 400
    assert sentence in words_on(refused)
    if "colleague" not in changes:
        assert f'value="{form["colleague"]}" selected' in refused.text
    assert await site.services.grants.lent_by(await desk.member("苏小满", at=utc_now()), at=utc_now()) == []


async def test_what_was_lent_is_lent_no_further_and_an_administrator_lends_nothing(desk: Desk) -> None:
    owner, colleague = await desk.sits("苏小满", "social_worker"), await desk.sits("何书简", "recorder")
    third, chief = await desk.sits("严守正", "supervision"), await desk.sits("管小理", "administrator")
    await owner.send_form("/desk/handover", desk.form("何书简"))

    further = await colleague.send_form("/desk/handover", desk.form("严守正"))
    assert further.status_code == 400
    assert "请选要交出去的角色" in words_on(further)
    assert "管理员的角色不能再转交" in words_on(await chief.get("/desk/handover"))
    assert (await chief.send_form("/desk/handover", desk.form("严守正", "administrator"))).status_code == 400
    assert (await third.get("/desk/people/new")).status_code == 403


@pytest.mark.parametrize("how", ["the role ends", "the account is closed"])
async def test_what_was_lent_ends_with_what_it_came_from(site: Site, desk: Desk, how: str) -> None:
    owner, colleague = await desk.sits("苏小满", "social_worker"), await desk.sits("何书简", "recorder")
    link, now = await site.services.links.first(at=utc_now()), utc_now()
    await site.services.links.make_first_administrator(link or "", "guanli", "管小理", "no hash", at=now)
    await owner.send_form("/desk/handover", desk.form("何书简"))
    assert (await colleague.get("/desk/people/new")).status_code == 200
    [grant] = (await desk.member("苏小满", at=utc_now())).grants

    if how == "the role ends":
        await site.services.grants.end(grant.id, who=WHO, at=utc_now())
    else:
        await site.services.staff.close(desk.accounts["苏小满"], who=WHO, at=utc_now())

    assert (await colleague.get("/desk/people/new")).status_code == 403
    assert (await colleague.get("/desk/people")).status_code == 200, "their own role stays"
