"""What anybody may read, in both languages."""

import re
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from deliberation.clock import utc_now
from deliberation.session.facts import Actor, AnyFact, Entry, ProposalMade, SeatArrived, TopicOpened
from deliberation.session.names import ProposalId, SeatId, TopicId
from tests.support.prepared import CopyHall
from tests.support.server import free_port
from tests.web.conftest import BASE, Site, page_data, running
from web.app import create_app

OPEN_PAGES = ["/", "/sessions", "/sessions/{code}", "/join", "/join/{code}", "/sessions/{code}/wall"]
EVIL = "<script>alert('x')</script>&\"'"


@pytest.mark.asyncio
@pytest.mark.parametrize("path", OPEN_PAGES)
@pytest.mark.parametrize("language,tag", [("zh", "zh-CN"), ("en", "en")])
async def test_open_pages_are_small_and_speak_both_languages(
    site: Site, path: str, language: str, tag: str
) -> None:
    async with site.browser() as browser:
        page = await browser.get(path.format(code=site.code), params={"lang": language})

    assert page.status_code == 200
    assert f'<html lang="{tag}"' in page.text
    assert page.headers["content-language"] == language
    assert len(page.content) < 100_000


@pytest.mark.asyncio
@pytest.mark.parametrize("path", OPEN_PAGES)
async def test_every_link_on_a_page_leads_somewhere(site: Site, path: str) -> None:
    async with site.browser() as browser:
        page = await browser.get(path.format(code=site.code))
        for href in set(re.findall(r'(?:href|src)="([^"#]+)"', page.text)):
            if "/static/build/" not in href:  # made by `make build`
                assert (await browser.get(href.replace("&amp;", "&"))).status_code == 200, href


@pytest.mark.asyncio
async def test_the_front_page_says_what_is_next(site: Site) -> None:
    async with site.browser() as browser:
        text = (await browser.get("/")).text

    assert "江滩社区" in text
    assert "草坪狗粪、废电池、分类标识与乱贴小广告" in text
    assert "乱贴小广告怎么治" in text
    assert f'href="/join/{site.code}"' in text


@pytest.mark.asyncio
async def test_a_head_request_is_answered_like_its_get(site: Site) -> None:
    async with site.browser() as browser:
        got = await browser.get(f"/sessions/{site.code}")
        asked = await browser.head(f"/sessions/{site.code}")

    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-type"] == got.headers["content-type"]


@pytest.mark.asyncio
@pytest.mark.parametrize("language,heading", [("zh", "没有这一页"), ("en", "<h1>")])
async def test_a_missing_page_is_explained(site: Site, language: str, heading: str) -> None:
    async with site.browser(**{"accept-language": language}) as browser:
        for path in ("/nope", "/sessions/000000", "/join/abc", "/media/nope.svg", "/static/../web/app.py"):
            page = await browser.get(path)
            assert page.status_code == 404
            assert heading in page.text


@pytest.mark.asyncio
async def test_a_wrong_method_is_explained(site: Site) -> None:
    async with site.browser() as browser:
        page = await browser.post("/sessions")

    assert page.status_code == 405
    assert "GET" in page.headers["allow"]
    assert "这里不能这样提交" in page.text


@pytest.mark.asyncio
async def test_an_error_of_ours_is_admitted_without_a_trace(site: Site) -> None:
    await site.services.ledger.close()
    path = site.services.settings.data / "hall.sqlite3"
    path.write_bytes(b"this is no database any more")

    async with site.browser() as browser:
        page = await browser.get("/sessions")
        ready = await browser.get("/readyz")
        alive = await browser.get("/healthz")

    assert page.status_code == 500
    assert "我们这边出了问题" in page.text
    assert "Traceback" not in page.text
    assert page.headers["content-security-policy"]
    assert ready.status_code == 503
    assert ready.json()["database"] == "missing"
    assert alive.status_code == 200


@pytest.mark.asyncio
async def test_health_is_reported(site: Site) -> None:
    async with site.browser() as browser:
        assert (await browser.get("/healthz")).text == "ok\n"
        assert (await browser.get("/readyz")).json() == {
            "database": "ready",
            "writer": "ready",
            "bus": "none",
        }


@pytest.mark.asyncio
async def test_a_bus_that_is_away_is_said_and_closes_nothing(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, _ = copy_hall(tmp_path / "data")
    app = create_app(replace(settings, redis=f"redis://127.0.0.1:{free_port()}/0"))

    async with running(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as browser:
        answer = await browser.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ready", "writer": "ready", "bus": "missing"}


@pytest.mark.asyncio
async def test_what_people_wrote_is_shown_as_they_wrote_it(site: Site) -> None:
    """A proposal made of markup is text on the page, and in the data of the live screens."""
    facts: list[AnyFact] = [
        SeatArrived(SeatId("F2")),
        TopicOpened(TopicId("T1")),
        ProposalMade(
            proposal=ProposalId("P1"),
            topic=TopicId("T1"),
            seat=SeatId("F2"),
            title=EVIL,
            text=EVIL,
            what=EVIL,
            who=EVIL,
            when=EVIL,
            money=EVIL,
        ),
    ]
    async with site.services.ledger.turn([site.code]) as turn:
        entries = [
            Entry(seq=number, at=utc_now(), actor=Actor("member", SeatId("F2")), fact=fact)
            for number, fact in enumerate(facts, start=2)
        ]
        await turn.append(site.code, entries)

    async with site.browser() as browser:
        text = (await browser.get(f"/sessions/{site.code}")).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;" in text
    assert "丰某某" in text
    assert "丰立新" not in text


@pytest.mark.asyncio
async def test_strangers_read_public_names_only(site: Site) -> None:
    names = [seat.name for seat in await site.services.records.seats(site.code)]

    async with site.browser() as browser:
        for path in OPEN_PAGES:
            text = (await browser.get(path.format(code=site.code))).text
            assert not [name for name in names if name in text]


@pytest.mark.asyncio
async def test_language_and_letter_size_are_remembered(site: Site) -> None:
    async with site.browser() as browser:
        await browser.get("/?lang=en")
        await browser.get("/?elder=1")
        page = await browser.get("/sessions")

    assert '<html lang="en" class="elder">' in page.text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "accepted,language", [("en-GB,en;q=0.9", "en"), ("fr, zh;q=0.5", "zh"), ("fr", "zh")]
)
async def test_a_first_visit_is_in_the_browsers_language(site: Site, accepted: str, language: str) -> None:
    async with site.browser(**{"accept-language": accepted}) as browser:
        page = await browser.get("/")

    assert page.headers["content-language"] == language
    assert "Accept-Language" in page.headers["vary"]


@pytest.mark.asyncio
async def test_a_screen_starts_with_the_present_as_its_ticket_may_see_it(site: Site) -> None:
    async with site.browser() as browser:
        stranger = await browser.get(f"/sessions/{site.code}/phone")
        await browser.get(await site.link("D1"), follow_redirects=True)
        member = await browser.get(f"/sessions/{site.code}/phone")

    assert page_data(stranger.text)["first"]["audience"] == "public"
    shown = page_data(member.text)["first"]
    assert (shown["audience"], shown["you"]["seat"]) == ("hall", "D1")
