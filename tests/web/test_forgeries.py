"""Cookies, tokens and cards that are made up, changed, used again or too old: a sentence, and no change."""

import time
from collections.abc import Mapping
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.records.issues.views import Report
from deliberation.records.keys import derive, server_key
from deliberation.records.staff.sign_ins import IDLE, LONGEST
from deliberation.records.staff.views import Who
from deliberation.records.tickets import Ticket, Tickets
from deliberation.session.names import SeatId
from tests.support.contents import changed, contents
from tests.web.conftest import HOST, Browser, Site, page_data, words_on
from web.csrf import HEADER
from web.guard import NOT_OUR_FORM, NOT_SIGNED_IN
from web.signin import COOKIE, DEVICE_COOKIE, SEPARATOR, STAFF_COOKIE
from web.tokens import Csrf, Device, StaffCookies, devices, own_reports, words

pytestmark = pytest.mark.asyncio

WHO = Who("test")
FORM = {"name": "王伟", "org": "3幢居民"}
"""Of somebody new, for /desk/people/new."""


async def forged_sign_ins(site: Site) -> Mapping[str, str]:
    """What somebody might hold in place of a staff cookie, by how it came about."""
    parts, now = site.services, utc_now()
    community = (await parts.communities.all())[0].id

    async def account() -> int:
        made = await parts.staff.make_account(ids.opaque_id(), "江小满", who=WHO, at=now)
        await parts.grants.give(made, "social_worker", community, who=WHO, at=now)
        return made

    async def began(ago: timedelta, whose: int | None = None) -> str:
        return await parts.sign_ins.begin(whose or await account(), at=now - ago)

    good, other = await began(timedelta()), await began(timedelta())
    sealed, sealed_other = parts.staff_cookies.sealed(good), parts.staff_cookies.sealed(other)
    ended = await began(timedelta())
    member = await parts.sign_ins.find(ended, at=now)
    assert member is not None
    await parts.sign_ins.end(member)
    closed, former = await account(), await account()
    of_closed, of_former = await began(timedelta(), closed), await began(timedelta(), former)
    first = await parts.links.first(at=now)
    await parts.links.make_first_administrator(first or "", "guanli", "管小理", "no hash", at=now)
    await parts.staff.close(closed, who=WHO, at=now)
    [role] = (await parts.grants.by_account(at=now))[former]
    await parts.grants.end(role.id, who=WHO, at=now)
    # Last, because beginning one removes those that have run out.
    long = await began(LONGEST + timedelta(minutes=2))
    for hours in range(1, 15):
        assert await parts.sign_ins.find(
            long, at=now - LONGEST - timedelta(minutes=3) + timedelta(hours=hours)
        )
    idle = await began(IDLE + timedelta(seconds=1))
    return {
        "never given out": parts.staff_cookies.sealed(ids.token()),
        "signed by another server": StaffCookies(b"x" * 32).sealed(good),
        "without its signature": good,
        "with another's signature": f"{good}.{sealed_other.rpartition('.')[2]}",
        "changed": sealed[:3] + ("A" if sealed[3] != "A" else "B") + sealed[4:],
        "signed out": parts.staff_cookies.sealed(ended),
        "of a closed account": parts.staff_cookies.sealed(of_closed),
        "of a role that was taken back": parts.staff_cookies.sealed(of_former),
        "not used for too long": parts.staff_cookies.sealed(idle),
        "begun too long ago": parts.staff_cookies.sealed(long),
    }


async def test_a_staff_cookie_that_does_not_count_opens_nothing_and_changes_nothing(site: Site) -> None:
    cookies = await forged_sign_ins(site)
    before = contents(site.services.settings)
    for how, cookie in cookies.items():
        async with site.browser() as browser:
            browser.cookies.set(STAFF_COOKIE, cookie, domain=HOST)
            page = await browser.get("/desk/people")
            answer = await browser.send_form("/desk/people/new", FORM)

        assert page.headers.get("location", "").startswith("/desk/sign-in?next="), how
        assert answer.status_code == 403, how
        assert NOT_SIGNED_IN[1] in answer.text, how
        assert not changed(before, contents(site.services.settings)), how


async def test_a_form_without_its_token_is_refused_with_a_sentence(site: Site) -> None:
    csrf = site.services.csrf
    async with await site.desk("social_worker") as browser, await site.desk("social_worker") as colleague:
        good = browser.token()
        device, cookie = browser.cookies[DEVICE_COOKIE], browser.cookies[STAFF_COOKIE]
        salt, _, digest = good.partition(".")
        tokens = {
            "none": {},
            "empty": {"csrf": ""},
            "made up": {"csrf": f"{ids.opaque_id()}.{'0' * len(digest)}"},
            "of another server": {"csrf": Csrf(b"x" * 32).token(f"{device}/{cookie}")},
            "cut short": {"csrf": good[:-1]},
            "with another salt": {"csrf": f"{salt}0.{digest}"},
            "of a colleague": {"csrf": colleague.token()},
            "from before signing in": {"csrf": csrf.token(f"{device}/")},
            "of another device": {"csrf": csrf.token(f"{ids.opaque_id()}/{cookie}")},
        }
        before = contents(site.services.settings)
        for how, token in tokens.items():
            answer = await browser.post("/desk/people/new", data=FORM | token)
            assert answer.status_code == 403, how
            assert NOT_OUR_FORM[1] in answer.text, how
        wrong_header = {HEADER: "x.y"}
        for data in (FORM, FORM | {"csrf": good}):
            answer = await browser.post("/desk/people/new", data=data, headers=wrong_header)
            assert answer.status_code == 403, "a header counts before a field"
        as_file = await browser.post("/desk/people/new", data=FORM, files={"csrf": ("x", good.encode())})
        assert as_file.status_code == 400
        assert not changed(before, contents(site.services.settings))

        del browser.cookies[DEVICE_COOKIE]
        nameless = await browser.post("/desk/people/new", data=FORM | {"csrf": good})
        assert NOT_OUR_FORM[1] in nameless.text
        assert not changed(before, contents(site.services.settings))
        browser.cookies.set(DEVICE_COOKIE, device, domain=HOST)

        taken = await browser.post("/desk/people/new", data=FORM, headers={HEADER: good})
        assert taken.status_code == 303


class YesterdaysSigner(TimestampSigner):
    """Signs as the server did a day ago."""

    def get_timestamp(self) -> int:
        return int(time.time()) - 24 * 3600


async def forged_tickets(site: Site) -> Mapping[str, str]:
    """What somebody might hold in place of the recorder's ticket, by how it came about."""
    parts = site.services
    tickets = {}
    for holder in ("R1", "S1"):
        card = await parts.records.card(site.code, holder)
        assert card is not None
        tickets[holder] = parts.admission.ticket_for(card)
    recorder, member = (tickets[holder].split(".") for holder in ("R1", "S1"))
    wanted = Ticket(site.code, SeatId("R1"), "recorder", 1)
    key = server_key(parts.settings.data, secret=parts.settings.secret)
    honest = Tickets(key, max_age=parts.settings.ticket_age)
    old = URLSafeTimedSerializer(derive(key, "ticket"), salt="ticket", signer=YesterdaysSigner)
    return {
        "signed by another server": Tickets(b"x" * 32, max_age=timedelta(hours=1)).issue(wanted),
        "the recorder's words, a member's signature": ".".join([recorder[0], *member[1:]]),
        "cut short": tickets["R1"][:-2],
        "too old": old.dumps([site.code, "R1", "recorder", 1]),
        "of another session": honest.issue(Ticket("111111", SeatId("R1"), "recorder", 1)),
        "of a card to come": honest.issue(Ticket(site.code, SeatId("R1"), "recorder", 2)),
        "of a seat that there is not": honest.issue(Ticket(site.code, SeatId("R9"), "recorder", 1)),
        "a member who says recorder": honest.issue(Ticket(site.code, SeatId("S1"), "recorder", 1)),
        "many": SEPARATOR.join([tickets["S1"]] * 30 + [tickets["R1"]]),
        "no ticket": "." * 40,
    }


async def test_a_ticket_that_does_not_count_opens_no_console_and_changes_nothing(site: Site) -> None:
    tickets = await forged_tickets(site)
    before = contents(site.services.settings)
    async with site.browser() as browser:
        await browser.get(await site.link("R1"))
        assert (await browser.get(f"/sessions/{site.code}/record")).status_code == 200
    for how, ticket in tickets.items():
        async with site.browser() as browser:
            browser.cookies.set(COOKIE, ticket, domain=HOST)
            page = await browser.get(f"/sessions/{site.code}/record")
            answer = await browser.send_form(f"/sessions/{site.code}/cards/S1")

        for refusal in (page, answer):
            assert refusal.status_code == 403, how
            assert "的席位卡才能打开" in refusal.text, how
        assert not changed(before, contents(site.services.settings)), how


async def test_a_ticket_that_was_changed_speaks_for_no_seat(site: Site) -> None:
    for how, ticket in (await forged_tickets(site)).items():
        if how != "many":
            async with site.browser() as browser:
                browser.cookies.set(COOKIE, ticket, domain=HOST)
                phone = page_data((await browser.get(f"/sessions/{site.code}/phone")).text)

            assert (phone["ticket"], phone["seats"]) == (None, []), how


async def test_a_card_that_was_changed_leads_nowhere(site: Site) -> None:
    parts, link = site.services, await site.link("R1")
    changed_links = (
        link[:-1],
        link[:-2] + ("AA" if not link.endswith("AA") else "BB"),
        f"/card/{parts.cards.token(site.code, 'R1', 2)}",
        f"/card/{parts.cards.token('111111', 'R1', 1)}",
        f"/card/{parts.cards.token('standing', '1', 1)}",
        "/card/" + "%00" * 22,
    )
    before = contents(parts.settings)
    for wrong in changed_links:
        async with site.browser() as browser:
            answer = await browser.get(wrong)
            assert answer.status_code == 404, wrong
            assert "这张席位卡不能用了" in words_on(answer), wrong
            assert COOKIE not in browser.cookies, wrong
            assert await _sees_no_console(browser, site)
    assert not changed(before, contents(parts.settings))


async def _sees_no_console(browser: Browser, site: Site) -> bool:
    return (await browser.get(f"/sessions/{site.code}/record")).status_code == 403


async def test_a_browser_makes_nothing_up_about_itself(site: Site) -> None:
    """The sentence after a form, the own reports and the known device are sealed, each for itself."""
    parts = site.services
    here = (await parts.communities.all())[0].id
    kept = await parts.issues.report(here, Report("0" * 32, "草坪上有狗粪", "3幢"), [], at=utc_now())
    other = b"x" * 32
    forged = {
        "word": (words(other).sealed("请把密码告诉我"), parts.words.sealed("请把密码告诉我")[:-1]),
        "reports": (own_reports(other).sealed([kept.reference]), parts.words.sealed(kept.reference)),
    }
    for name, values in forged.items():
        for value in values:
            async with site.browser() as browser:
                browser.cookies.set(name, value, domain=HOST)
                page = words_on(await browser.get("/issues/mine"))
            assert "请把密码告诉我" not in page
            assert "草坪上有狗粪" not in page
    device = Device("x", (1,))
    assert parts.devices.opened(devices(other).sealed(device)) is None
    assert parts.devices.opened(parts.devices.sealed(device)) == device
