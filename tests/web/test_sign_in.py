"""The staff's way in and out: passwords, links, second factor; cookies that are forged, replayed, too old."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func
from sqlmodel import select

from deliberation.clock import utc_now
from deliberation.records.staff.sign_ins import IDLE, LONGEST
from deliberation.records.staff.tables import AuditLine, StaffSignIn
from deliberation.records.staff.views import Who
from tests.web.conftest import HOST, Browser, Site
from web.signin import STAFF_COOKIE

PASSWORD = "江边的风筝飞得高"
CONSOLE = Who("console")


async def account(site: Site, name: str = "jiang", password: str = PASSWORD) -> int:
    """Somebody with a password, who is social worker."""
    parts, now = site.services, utc_now()
    made = await parts.staff.make_account(name, "江小满", who=CONSOLE, at=now)
    community = (await parts.communities.all())[0]
    await parts.grants.give(made, "social_worker", community.id, who=CONSOLE, at=now)
    token = await parts.links.invite(made, who=CONSOLE, at=now)
    await parts.links.set_password(token, await parts.passwords.hashed(password), at=now)
    return made


async def signs_in(browser: Browser, **form: str) -> int:
    answer = await browser.send_form("/desk/sign-in", {"name": "jiang", "password": PASSWORD, **form})
    return answer.status_code


async def is_in(browser: Browser) -> bool:
    return (await browser.get("/desk")).status_code == 200


@pytest.mark.asyncio
async def test_whoever_is_not_signed_in_is_asked_to_and_then_led_back(site: Site) -> None:
    await account(site)
    async with site.browser() as browser:
        asked = await browser.get("/desk/handover?lang=zh")
        page = await browser.get(asked.headers["location"])
        onward = re.search(r'name="next" value="([^"]*)"', page.text)
        assert onward
        answer = await browser.send_form(
            "/desk/sign-in", {"name": " Jiang ", "password": PASSWORD, "next": onward[1]}
        )

        assert asked.headers["location"] == "/desk/sign-in?next=%2Fdesk%2Fhandover%3Flang%3Dzh"
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/handover?lang=zh")
        cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("staff="))
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert await is_in(browser)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "onward", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "desk", "/a\r\nb"]
)
async def test_signing_in_leads_to_no_other_site(site: Site, onward: str) -> None:
    await account(site)
    async with site.browser() as browser:
        answer = await browser.send_form(
            "/desk/sign-in", {"name": "jiang", "password": PASSWORD, "next": onward}
        )

    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


@pytest.mark.asyncio
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(site: Site) -> None:
    await account(site)
    answers = []
    for form in (
        {"name": "jiang", "password": "江边的风筝飞得低"},
        {"name": "nobody", "password": PASSWORD},
        {"name": "", "password": ""},
        {"name": "jiang\x00", "password": "\ud800x".encode("utf-8", "surrogatepass").decode("latin-1")},
    ):
        async with site.browser() as browser:
            page = await browser.send_form("/desk/sign-in", form)
            text = re.sub(r'value="[^"]*"', "", page.text)
            answers.append((page.status_code, text))
            assert not await is_in(browser)

    assert answers[0][0] == 403
    assert len(set(answers)) == 1


@pytest.mark.asyncio
async def test_guessing_stops_strangers_and_not_who_was_here_before(site: Site) -> None:
    await account(site)
    async with site.browser() as own, site.browser() as new:
        assert await signs_in(own) == 303
        await own.send_form("/desk/sign-out")
        for _ in range(4):
            async with site.browser() as guesser:
                for _try in range(5):
                    assert await signs_in(guesser, password="猜一猜密码是多少") == 403
                assert await signs_in(guesser) == 429

        assert await signs_in(new) == 429, "guessing from many devices ends, too"
        assert await signs_in(own) == 303, "and does not shut the owner out"


@pytest.mark.asyncio
async def test_signing_out_makes_the_cookie_worthless(site: Site) -> None:
    await account(site)
    async with site.browser() as browser, site.browser() as thief:
        await signs_in(browser)
        kept = browser.cookies[STAFF_COOKIE]
        assert await is_in(browser)
        await browser.send_form("/desk/sign-out")
        thief.cookies.set(STAFF_COOKIE, kept, domain=HOST)

        assert STAFF_COOKIE not in browser.cookies
        assert not await is_in(browser)
        assert not await is_in(thief)


@pytest.mark.asyncio
async def test_signing_in_again_ends_the_old_token(site: Site) -> None:
    await account(site)
    async with site.browser() as browser, site.browser() as thief:
        await signs_in(browser)
        thief.cookies.set(STAFF_COOKIE, browser.cookies[STAFF_COOKIE], domain=HOST)
        assert await signs_in(browser) == 303

        assert await is_in(browser)
        assert not await is_in(thief)


@pytest.mark.asyncio
async def test_a_forged_cookie_opens_nothing_and_does_not_reach_the_database(site: Site) -> None:
    await account(site)
    async with site.browser() as browser:
        await signs_in(browser)
        good = browser.cookies[STAFF_COOKIE]
        token, _, signature = good.rpartition(".")
        for forged in (
            "",
            "x",
            token,
            f"{token}.",
            f"{token}x.{signature}",
            f"{token}.{signature[:-1]}",
            f"{token}.{signature.swapcase()}",
            site.services.staff_cookies.sealed("invented"),
            "x" * 4000,
        ):
            browser.cookies.set(STAFF_COOKIE, forged, domain=HOST)
            assert not await is_in(browser), forged


@pytest.mark.asyncio
@pytest.mark.parametrize("age", ["idle", "long"])
async def test_a_sign_in_runs_out(site: Site, age: str) -> None:
    made, now = await account(site), utc_now()
    store = site.services.sign_ins
    token = await store.begin(made, at=now)
    if age == "idle":
        assert await store.find(token, at=now + IDLE - timedelta(seconds=1))
        assert await store.find(token, at=now + 2 * IDLE - timedelta(minutes=1)), "using it counts"
        assert await store.find(token, at=now + 3 * IDLE) is None
        return
    at = now
    while at - now <= LONGEST:
        assert await store.find(token, at=at)
        at += IDLE - timedelta(seconds=1)
    assert await store.find(token, at=at) is None


@pytest.mark.asyncio
async def test_signing_out_everywhere_ends_every_browser(site: Site) -> None:
    await account(site)
    async with site.browser() as office, site.browser() as lost:
        await signs_in(office)
        await signs_in(lost)
        await office.send_form("/desk/sign-out-everywhere")

        assert not await is_in(office)
        assert not await is_in(lost)


@pytest.mark.asyncio
async def test_a_new_password_needs_the_old_one_and_signs_the_others_out(site: Site) -> None:
    await account(site)
    new = {"password": "河对岸的桥修好了", "again": "河对岸的桥修好了"}
    async with site.browser() as office, site.browser() as other:
        await signs_in(office)
        await signs_in(other)
        before = office.cookies[STAFF_COOKIE]

        assert (
            await office.send_form("/desk/account/password", {"old": "不是它也不是那个", **new})
        ).status_code == 400
        short = await office.send_form(
            "/desk/account/password", {"old": PASSWORD, "password": "123", "again": "123"}
        )
        assert short.status_code == 400
        assert "密码至少要" in short.text
        assert (await office.send_form("/desk/account/password", {"old": PASSWORD, **new})).status_code == 303
        assert office.cookies[STAFF_COOKIE] != before
        assert await is_in(office)
        assert not await is_in(other)
        assert await signs_in(other) == 403
        assert await signs_in(other, password=new["password"]) == 303


@pytest.mark.asyncio
async def test_the_second_factor(site: Site) -> None:
    made = await account(site)
    secret = site.services.second_factor.secret(made, 1)

    def code(steps: int = 0) -> str:
        return pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30 * steps))

    async with site.browser() as browser, site.browser() as other:
        await signs_in(browser)
        page = await browser.get("/desk/account/second-factor")
        assert secret[:4] in page.text
        assert (
            await browser.send_form("/desk/account/second-factor", {"code": "000 000"})
        ).status_code == 400
        first = code(-1)
        shown = await browser.send_form("/desk/account/second-factor", {"code": first})
        recovery = re.findall(r"<li>(\w{3}-\w{3}-\w{3}-\w{3})</li>", shown.text)
        assert len(recovery) == 10
        assert await is_in(browser)

        assert await signs_in(other) == 403
        assert await signs_in(other, code="123456") == 403
        assert await signs_in(other, code=first) == 403, "the same code twice"
        assert await signs_in(other, code=code(1)) == 303
        assert await signs_in(other, code=recovery[3].replace("-", " ").upper()) == 303
        async with site.browser() as finder:
            assert await signs_in(finder, code=recovery[3]) == 403, "a recovery code counts once"

        assert (
            await browser.send_form("/desk/account/second-factor/off", {"old": PASSWORD})
        ).status_code == 303
        assert await signs_in(other) == 303


@pytest.mark.asyncio
async def test_the_first_administrator_comes_by_a_link_that_works_once(site: Site) -> None:
    token = await site.services.links.first(at=utc_now())
    newer = await site.services.links.first(at=utc_now())
    form = {"name": "admin", "display_name": "管小理", "password": PASSWORD, "again": PASSWORD}
    async with site.browser() as browser, site.browser() as late:
        for _ in range(2):
            assert (await browser.get(f"/desk/welcome/{token}")).status_code == 200, (
                "a preview uses nothing up"
            )
        short = await browser.send_form(
            f"/desk/welcome/{token}", {**form, "password": "short", "again": "short"}
        )
        assert short.status_code == 400
        assert 'value="admin"' in short.text
        assert 'value="short"' not in short.text
        done = await browser.send_form(f"/desk/welcome/{token}", form)
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        assert (await browser.get("/desk/team")).status_code == 200
        for used in (token, newer, "invented"):
            assert (await late.get(f"/desk/welcome/{used}")).status_code == 404
            assert (await late.send_form(f"/desk/welcome/{used}", form)).status_code == 404

    assert await site.services.links.first(at=utc_now()) is None


@pytest.mark.asyncio
async def test_a_link_runs_out(site: Site) -> None:
    now = utc_now()
    token = await site.services.links.first(at=now - timedelta(days=2))
    assert token
    assert await site.services.links.look_at(token, at=now) is None
    assert await site.services.links.make_first_administrator(token, "a", "b", "c", at=now) is None


@pytest.mark.asyncio
async def test_an_invitation_sets_a_password_and_ends_what_was_before(site: Site) -> None:
    made = await account(site)
    async with site.browser() as thief, site.browser() as owner:
        await signs_in(thief)
        token = await site.services.links.invite(made, who=CONSOLE, at=utc_now())
        new = {"password": "新的密码没人知道的", "again": "新的密码没人知道的"}
        assert (await owner.send_form(f"/desk/welcome/{token}", new)).status_code == 303

        assert await is_in(owner)
        assert not await is_in(thief)
        assert (await thief.get(f"/desk/welcome/{token}")).status_code == 404
        assert await signs_in(thief) == 403


@pytest.mark.asyncio
async def test_a_stranger_who_is_turned_away_leaves_nothing_behind(site: Site) -> None:
    async with site.browser() as browser:
        await signs_in(browser)
    async with site.services.staff._read() as db:
        for table in (StaffSignIn, AuditLine):
            assert await db.scalar(select(func.count()).select_from(table)) == 0
