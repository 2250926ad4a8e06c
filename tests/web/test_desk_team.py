"""The administrator's pages: colleagues and their roles, one-time links, communities."""

import re
from datetime import timedelta

import pytest

from deliberation.clock import utc_now
from deliberation.records.staff.views import StaffRole, Who
from tests.web.conftest import HOST, Browser, Site, words_on
from web.signin import STAFF_COOKIE

pytestmark = pytest.mark.asyncio

WHO = Who("test")
PASSWORD = "江边的风筝飞得高"
COLLEAGUE = {"display_name": "蓝一平", "name": "LanYiping", "role": "recorder"}


async def slug(site: Site) -> str:
    return (await site.services.communities.all())[0].slug


async def administrator(site: Site) -> Browser:
    """Somebody who is it for good, and can sign in: with a password."""
    parts, now = site.services, utc_now()
    link = await parts.links.first(at=now)
    account = await parts.links.make_first_administrator(link or "", "guanli", "管小理", "no hash", at=now)
    assert account is not None
    browser = site.browser()
    token = await parts.sign_ins.begin(account, at=now)
    browser.cookies.set(STAFF_COOKIE, parts.staff_cookies.sealed(token), domain=HOST)
    return browser


async def account_of(site: Site, name: str) -> int:
    return next(each.id for each in await site.services.staff.accounts() if each.name == name)


async def roles_of(site: Site, account: int) -> list[StaffRole]:
    return [grant.role for grant in (await site.services.grants.by_account(at=utc_now())).get(account, [])]


async def test_a_colleague_is_invited_sets_a_password_and_works(site: Site) -> None:
    async with await administrator(site) as browser, site.browser() as colleague:
        shown = await browser.send_form("/desk/team", COLLEAGUE | {"community": await slug(site)})
        assert shown.status_code == 200
        assert shown.headers["cache-control"] == "no-store"
        link = re.search(r"http://hall\.test(/desk/welcome/\S+?)<", shown.text)
        assert link
        assert "还没有设密码" in words_on(await browser.get("/desk/team"))

        welcome = await colleague.get(link[1])
        assert "蓝一平" in welcome.text
        entered = await colleague.send_form(link[1], {"password": PASSWORD, "again": PASSWORD})
        assert (entered.status_code, entered.headers["location"]) == (303, "/desk")
        assert (await colleague.get("/desk/people")).status_code == 200
        assert (await colleague.get("/desk/team")).status_code == 403
        listed = words_on(await browser.get("/desk/team"))
        assert "登录名 lanyiping" in listed
        assert "还没有设密码" not in listed


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"display_name": " "}, "请写上姓名"),
        ({"name": "a b"}, "中间不要空格"),
        ({"name": "guanli"}, "这个名字有人用了"),
        ({"name": "GUANLI"}, "这个名字有人用了"),
        ({"role": "emperor"}, "请选一个角色"),
        ({"community": "nowhere"}, "请选这个角色管哪个社区"),
    ],
)
async def test_an_invitation_that_is_wrong_says_so_and_keeps_what_was_typed(
    site: Site, changes: dict[str, str], sentence: str
) -> None:
    async with await administrator(site) as browser:
        form = COLLEAGUE | {"community": await slug(site)} | changes
        refused = await browser.send_form("/desk/team", form)

    assert refused.status_code == 400
    assert sentence in words_on(refused)
    assert f'value="{form["name"].lower()}"' in refused.text
    assert len(await site.services.staff.accounts()) == 1


async def test_a_role_is_given_and_taken_back_and_counts_at_once(site: Site) -> None:
    async with await administrator(site) as browser:
        await browser.send_form("/desk/team", COLLEAGUE | {"community": await slug(site)})
        account = await account_of(site, "lanyiping")
        path = f"/desk/team/{account}/roles"
        nothing = await browser.send_form(path, {"role": "", "community": ""})
        assert nothing.status_code == 400
        assert "请选一个角色" in words_on(nothing)

        given = await browser.send_form(path, {"role": "supervision", "community": await slug(site)})
        assert given.headers["location"] == f"/desk/team#account-{account}"
        await browser.send_form(path, {"role": "supervision", "community": await slug(site)})
        assert await roles_of(site, account) == ["recorder", "supervision"], "given twice, held once"

        token = await site.services.sign_ins.begin(account, at=utc_now())
        recorder = (await site.services.grants.by_account(at=utc_now()))[account][0]
        ended = await browser.send_form(f"/desk/team/roles/{recorder.id}/end")
        assert "角色收回了" in words_on(await browser.get(ended.headers["location"]))
        assert await roles_of(site, account) == ["supervision"]
        assert await site.services.sign_ins.find(token, at=utc_now()) is None
        assert (await browser.send_form(f"/desk/team/roles/{recorder.id}/end")).status_code == 404


async def test_a_closed_account_is_out_at_once_and_gets_neither_link_nor_role(site: Site) -> None:
    async with await administrator(site) as browser:
        await browser.send_form("/desk/team", COLLEAGUE | {"community": await slug(site)})
        account = await account_of(site, "lanyiping")
        link = await site.services.links.invite(account, who=WHO, at=utc_now())
        token = await site.services.sign_ins.begin(account, at=utc_now())

        closed = await browser.send_form(f"/desk/team/{account}/close", follow_redirects=True)

        assert "蓝一平的账号停用了" in words_on(closed)
        assert f'action="/desk/team/{account}/' not in closed.text
        assert await site.services.sign_ins.find(token, at=utc_now()) is None
        assert await site.services.links.look_at(link, at=utc_now()) is None
        for act in ("link", "roles", "close"):
            form = {"role": "recorder", "community": await slug(site)}
            assert (await browser.send_form(f"/desk/team/{account}/{act}", form)).status_code == 404


async def test_the_last_administrator_stays(site: Site) -> None:
    async with await administrator(site) as browser:
        own = await account_of(site, "guanli")
        [grant] = (await site.services.grants.by_account(at=utc_now()))[own]
        for path in (f"/desk/team/{own}/close", f"/desk/team/roles/{grant.id}/end"):
            refused = await browser.send_form(path)
            assert refused.status_code == 400
            assert "这是最后一位管理员" in words_on(refused)
            assert (await browser.get("/desk/team")).status_code == 200

        form = COLLEAGUE | {"role": "administrator", "community": ""}
        await browser.send_form("/desk/team", form)
        second = await account_of(site, "lanyiping")
        assert (await browser.send_form(f"/desk/team/{own}/close")).status_code == 400, "has no password yet"
        link = await site.services.links.invite(second, who=WHO, at=utc_now())
        await site.services.links.set_password(link, "no hash", at=utc_now())

        assert (await browser.send_form(f"/desk/team/roles/{grant.id}/end")).status_code == 303
        assert (await browser.get("/desk/team")).headers["location"].startswith("/desk/sign-in")


async def test_a_new_link_makes_the_old_one_worthless(site: Site) -> None:
    async with await administrator(site) as browser:
        first = await browser.send_form("/desk/team", COLLEAGUE | {"community": await slug(site)})
        account = await account_of(site, "lanyiping")
        second = await browser.send_form(f"/desk/team/{account}/link")
        links = [re.findall(r"/desk/welcome/([\w-]+)", page.text) for page in (first, second)]

        assert [len(found) for found in links] == [1, 1]
        assert await site.services.links.look_at(links[0][0], at=utc_now()) is None
        assert await site.services.links.look_at(links[1][0], at=utc_now())
        assert await site.services.links.look_at(links[1][0], at=utc_now() + timedelta(hours=73)) is None
        assert (await browser.send_form("/desk/team/99999/link")).status_code == 404


async def test_a_community_is_made_and_changed_and_everybody_of_it_goes_on_working(site: Site) -> None:
    old = await slug(site)
    async with await administrator(site) as browser, await site.desk("social_worker") as worker:
        form = {"name": "河东社区", "slug": "hedong", "timezone": "Asia/Shanghai"}
        made = await browser.send_form("/desk/communities", form, follow_redirects=True)
        assert "建好了：河东社区" in words_on(made)
        unnamed = {"name": "河西社区", "slug": "", "timezone": "Asia/Urumqi"}
        assert (await browser.send_form("/desk/communities", unnamed)).status_code == 303
        [_, _, third] = await site.services.communities.all()
        assert re.fullmatch("[a-z]{6}", third.slug)

        renamed = {"name": "江滩新社区", "slug": "xin", "timezone": "Asia/Shanghai"}
        changed = await browser.send_form(f"/desk/communities/{old}", renamed, follow_redirects=True)
        assert "改好了：江滩新社区" in words_on(changed)
        assert "江滩新社区" in words_on(await worker.get("/desk"))
        assert (await browser.send_form(f"/desk/communities/{old}", renamed)).status_code == 404

        moved = await browser.send_form("/desk/community", {"community": "hedong"}, follow_redirects=True)
        assert "现在是河东社区的工作台" in words_on(moved)
        assert site.code not in (await browser.get("/desk/sessions")).text
        refused = await worker.send_form("/desk/community", {"community": "hedong"})
        assert refused.status_code == 404, "has no role there"


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"name": " "}, "请写社区的名字"),
        ({"name": "江滩社区"}, "已经有了，换一个"),
        ({"slug": "-x"}, "短名用小写字母"),
        ({"slug": "a"}, "短名用小写字母"),
        ({"timezone": "Mars/Base"}, "没有“Mars/Base”这个时区"),
        ({"timezone": "../../etc/passwd"}, "这个时区"),
    ],
)
async def test_a_community_that_cannot_be_is_refused_and_what_was_typed_stays(
    site: Site, changes: dict[str, str], sentence: str
) -> None:
    form = {"name": "河东社区", "slug": "hedong", "timezone": "Asia/Shanghai"} | changes
    async with await administrator(site) as browser:
        known = await site.services.communities.all()
        refused = await browser.send_form("/desk/communities", form)
        mine = await site.services.communities.make("河西社区", "hexi", "Asia/Shanghai", who=WHO)
        changing = await browser.send_form(f"/desk/communities/{mine.slug}", form)

    for page in (refused, changing):
        assert page.status_code == 400
        assert sentence in words_on(page)
        assert f'value="{form["slug"]}"' in page.text
    assert await site.services.communities.all() == [*known, mine]


@pytest.mark.parametrize("path", ["team", "communities", "handover", "trail", "account"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pages_are_small_and_in_the_readers_language(site: Site, path: str, language: str) -> None:
    async with await administrator(site) as browser:
        page = await browser.get(f"/desk/{path}", params={"lang": language})

    assert page.status_code == 200
    assert len(page.content) < 100_000
    assert ("退出" in page.text) == (language == "zh")
