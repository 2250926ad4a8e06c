"""Reporting an issue, what becomes of it, and who may see it when."""

import asyncio
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from deliberation.media.library import private_name, public_name
from deliberation.records.issues.views import DeskIssue, DeskLine
from deliberation.records.staff.views import Who
from tests.media.photos import HEIC, is_upright, photo
from tests.web.conftest import Browser, Site

WHO = Who("test")
LAWN = {"place": "3幢南边草坪", "words": "草坪上有狗粪，没人收"}


def files(*contents: bytes, name: str = "IMG_0001.jpg") -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("photos", (name, content, "image/jpeg")) for content in contents]


async def send(browser: Browser, *photos: bytes, json: bool = False, **fields: str) -> httpx.Response:
    return await browser.send_form(
        "/issues/new",
        {"key": "0" * 32, **LAWN, **fields},
        files=files(*photos) or files(b"", name=""),
        headers={"accept": "application/json"} if json else {},
    )


async def waiting(site: Site) -> Sequence[DeskLine]:
    community = (await site.services.communities.all())[0]
    return (await site.services.issues.page(community.id, unpublished=True)).rows


async def newest(site: Site) -> DeskIssue:
    community = (await site.services.communities.all())[0]
    [line] = await waiting(site)
    issue = await site.services.issues.desk_issue(community.id, line.id)
    assert issue is not None
    return issue


async def stored_files(site: Site) -> list[str]:
    folder = site.services.settings.data
    return [
        str(path.relative_to(folder))
        for shelf in ("media", "media-private")
        for path in (folder / shelf).rglob("*")
        if path.is_file() and path.suffix != ".svg"
    ]


@pytest.mark.asyncio
async def test_the_form_asks_for_a_photo_a_place_and_a_sentence(site: Site) -> None:
    async with site.browser() as browser:
        page = (await browser.get("/issues/new")).text

    photos, place, words = (page.index(f'name="{name}"') for name in ("photos", "place", "words"))
    assert photos < place < words
    assert 'accept="image/*" multiple' in page
    assert " capture" not in page.split("<form", 1)[1]
    assert 'name="source"' not in page


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
async def test_a_photo_taken_on_its_side_is_kept_upright_and_without_its_place(site: Site, kind: str) -> None:
    content = HEIC.read_bytes() if kind == "HEIC" else photo(kind)

    async with site.browser() as browser:
        answer = await send(browser, content)

    assert (answer.status_code, answer.headers["location"]) == (303, "/issues/mine?new=1")
    issue = await newest(site)
    assert (issue.words, issue.place, issue.source) == (LAWN["words"], LAWN["place"], "phone")
    [kept] = issue.photos
    assert kept.name
    assert len(await stored_files(site)) == 3
    for size in ("master", "large", "small"):
        stored = await site.services.library.private.get(private_name(kept.name, size))
        assert stored is not None
        picture = Image.open(BytesIO(stored))
        assert is_upright(picture)
        assert not picture.getexif()


@pytest.mark.asyncio
async def test_before_approval_only_staff_of_this_community_see_a_report(site: Site) -> None:
    async with site.browser() as browser:
        await send(browser, photo())
        issue = await newest(site)
        [kept] = issue.photos
        assert kept.name
        private = f"/desk/photos/{kept.id}/large"
        for path in (f"/issues/{issue.id}", f"/media/{kept.path}", f"/media/{kept.name}/large.jpg"):
            assert (await browser.get(path)).status_code == 404
        assert (await browser.get(private)).headers["location"].startswith("/desk/sign-in")
        assert LAWN["words"] not in (await browser.get("/issues")).text
    other = await site.services.communities.make("别处社区", "other", "Asia/Shanghai", who=WHO)
    async with await site.desk("social_worker") as desk:
        shown = await desk.get(private)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        assert shown.headers["cache-control"] == "no-store"
        assert LAWN["words"] in (await desk.get("/desk/issues")).text
    async with await site.desk("social_worker", community=other.id) as desk:
        for path in (private, f"/desk/issues/{issue.id}", f"/desk/photos/{kept.id}"):
            assert (await desk.get(path)).status_code == 404
        assert LAWN["words"] not in (await desk.get("/desk/issues?all=1")).text


@pytest.mark.asyncio
async def test_approved_it_can_be_read_by_all_in_the_words_and_pictures_that_staff_chose(site: Site) -> None:
    async with site.browser() as browser, await site.desk("social_worker") as desk:
        await send(browser, photo(), photo(orientation=1))
        issue = await newest(site)
        first, second = issue.photos

        answer = await desk.send_form(
            f"/desk/issues/{issue.id}/publish",
            {"title": "草坪狗粪没有人清理", "place": "南边草坪", f"photo{first.id}": "on"},
        )

        assert answer.status_code == 303
        page = (await browser.get(f"/issues/{issue.id}")).text
        assert "草坪狗粪没有人清理" in page
        assert LAWN["words"] not in page
        assert "草坪狗粪没有人清理" in (await browser.get("/issues")).text
        shown = await browser.get(f"/media/{first.path}")
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        assert (await browser.get(f"/media/{second.path}")).status_code == 404
        assert second.path not in page

        await desk.send_form(f"/desk/issues/{issue.id}/withdraw")

        assert (await browser.get(f"/issues/{issue.id}")).status_code == 404
        assert (await browser.get(f"/media/{first.path}")).status_code == 404


@pytest.mark.asyncio
async def test_the_reporter_reads_on_the_same_phone_and_by_the_code_what_became_of_it(site: Site) -> None:
    async with site.browser() as phone, site.browser() as another:
        await send(phone, photo())
        thanks = (await phone.get("/issues/mine?new=1")).text
        found = re.search(r'class="reference numbers">([\d ]+)<', thanks)
        assert found
        code = found[1]
        assert re.fullmatch(r"\d{3} \d{3} \d{4}", code)
        assert LAWN["words"] not in (await another.get("/issues/mine")).text

        answer = await another.send_form("/issues/mine", {"code": code})

        assert answer.headers["location"] == "/issues/mine"
        page = (await another.get("/issues/mine")).text
        assert LAWN["words"] in page
        assert "收到了，社工会看" in page


@pytest.mark.asyncio
async def test_codes_are_not_guessed_for_long(site: Site) -> None:
    async with site.browser() as browser:
        answers = [
            (await browser.send_form("/issues/mine", {"code": f"12345678{tries:02}"})).status_code
            for tries in range(12)
        ]

    assert answers == [404] * 10 + [429] * 2


@pytest.mark.asyncio
async def test_a_forged_list_of_own_reports_opens_nothing(site: Site) -> None:
    async with site.browser() as browser:
        await send(browser)
        reference = (await newest(site)).reference
        assert reference
    async with site.browser(cookie=f'reports=["{reference}"]') as forger:
        assert LAWN["words"] not in (await forger.get("/issues/mine")).text


@pytest.mark.asyncio
async def test_a_form_sent_twice_is_kept_once(site: Site) -> None:
    async with site.browser() as browser:
        first, second = await send(browser, photo()), await send(browser, photo())

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(await waiting(site)) == 1
    assert len(await stored_files(site)) == 3


@pytest.mark.asyncio
async def test_a_form_sent_twice_at_once_is_kept_once_with_its_photos(site: Site) -> None:
    async with site.browser() as browser:
        browser.token()
        answers = await asyncio.gather(*(send(browser, photo()) for _ in range(3)))

    assert [answer.status_code for answer in answers] == [303] * 3
    assert len(await waiting(site)) == 1
    assert len(await stored_files(site)) == 3


@pytest.mark.asyncio
async def test_a_script_gets_the_same_answers_as_data(site: Site) -> None:
    async with site.browser() as browser:
        refused = await send(browser, json=True, place="")
        taken = await send(browser, json=True)
        page = (await browser.get("/issues/mine")).text

    assert (refused.status_code, refused.json()["field"]) == (400, "place")
    assert "在哪儿" in refused.json()["sentence"]
    assert (taken.status_code, taken.json()) == (201, {"location": "/issues/mine?new=1"})
    assert LAWN["words"] in page


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"place": " "}, "请写在哪儿"),
        ({"words": ""}, "请用一句话"),
        ({"words": "很" * 301}, "最多写 300 个字"),
        ({"website": "http://spam.example"}, "不该填的"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    site: Site, fields: dict[str, str], sentence: str
) -> None:
    async with site.browser() as browser:
        answer = await browser.send_form("/issues/new", {"key": "0" * 32, **LAWN, **fields})

    assert answer.status_code == 400
    assert sentence in answer.text
    if "place" not in fields:
        assert f'value="{LAWN["place"]}"' in answer.text
    assert not await waiting(site)


@pytest.mark.asyncio
async def test_more_photos_than_are_taken_are_refused_with_a_sentence(site: Site) -> None:
    async with site.browser() as browser:
        answer = await send(browser, *[photo()] * 5)

    assert answer.status_code == 400
    assert "最多交 4 张照片" in answer.text
    assert not await waiting(site)
    assert not await stored_files(site)


@pytest.mark.asyncio
async def test_of_a_bad_photo_among_good_ones_nothing_is_left(site: Site) -> None:
    async with site.browser() as browser:
        answer = await send(browser, photo(), photo()[:200])

    assert answer.status_code == 400
    assert LAWN["words"] in answer.text
    assert not await waiting(site)
    assert not await stored_files(site)


@pytest.mark.asyncio
async def test_a_device_that_reports_without_end_is_told_to_wait_and_staff_is_not(site: Site) -> None:
    async with site.browser() as browser:
        answers = [(await send(browser, key=f"{tries:032}")).status_code for tries in range(11)]
        another_phone = await send(site.browser(), key="f" * 32)
    async with await site.desk("social_worker") as desk:
        written = [(await send(desk, key=f"a{tries:031}", source="paper")).status_code for tries in range(12)]

    assert answers == [303] * 10 + [429]
    assert another_phone.status_code == 303
    assert written == [303] * 12


@pytest.mark.asyncio
async def test_staff_says_which_way_it_came_and_reads_the_code_aloud(site: Site) -> None:
    async with await site.desk("social_worker") as desk:
        assert 'name="source"' in (await desk.get("/issues/new")).text
        missing = await send(desk)
        pretended = await send(desk, source="phone")
        answer = await send(desk, source="walk_in")
        page = (await desk.get(answer.headers["location"])).text

    assert (missing.status_code, pretended.status_code) == (400, 400)
    issue = await newest(site)
    assert issue.source == "walk_in"
    assert issue.reference
    assert f"{issue.reference[:3]} {issue.reference[3:6]} {issue.reference[6:]}" in page


@pytest.mark.asyncio
async def test_a_stranger_cannot_claim_another_way(site: Site) -> None:
    async with site.browser() as browser:
        await send(browser, source="petition")

    assert (await newest(site)).source == "phone"


@pytest.mark.asyncio
async def test_me_too_counts_once_a_device(site: Site) -> None:
    async with site.browser() as browser, await site.desk("social_worker") as desk:
        await send(browser)
        issue = await newest(site)
        assert (await browser.send_form(f"/issues/{issue.id}/me-too")).status_code == 404
        await desk.send_form(f"/desk/issues/{issue.id}/publish", {"title": "狗粪", "place": ""})
        for visitor in (browser, browser, site.browser()):
            assert (await visitor.send_form(f"/issues/{issue.id}/me-too")).status_code == 303
        page = (await browser.get(f"/issues/{issue.id}")).text

    assert "2 人也遇到过" in page


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fields",
    [
        {"drawn": '[{"type": "stroke", "points": [[0.1, 0.1], [0.2, 0.1]], "radius": 0.1}]'},
        {"x1": "0", "y1": "0", "width1": "30", "height1": "20"},
    ],
    ids=["brush", "numbers"],
)
async def test_covered_means_gone_everywhere(site: Site, fields: dict[str, str]) -> None:
    async with site.browser() as browser, await site.desk("social_worker") as desk:
        await send(browser, photo())
        issue = await newest(site)
        [kept] = issue.photos
        assert kept.name
        wanted = {"title": "狗粪", "place": "", f"photo{kept.id}": "on"}
        await desk.send_form(f"/desk/issues/{issue.id}/publish", wanted)
        before = {size: await read(site, kept.name, size) for size in ("master", "large", "small")}

        answer = await desk.send_form(f"/desk/photos/{kept.id}", fields)

        assert answer.status_code == 303
        # Out of public sight at once, until somebody has looked at it again.
        assert (await browser.get(f"/media/{kept.path}")).status_code == 404
        assert kept.path not in (await browser.get(f"/issues/{issue.id}")).text
        assert len(await stored_files(site)) == 3
        await desk.send_form(f"/desk/issues/{issue.id}/publish", wanted)
        public = (await browser.get(f"/media/{kept.path}")).content
        for size in ("master", "large", "small"):
            after = await read(site, kept.name, size)
            assert after != before[size]
            # What is covered was yellow beside red; now it is a mean of both.
            red, green, _ = Image.open(BytesIO(after)).convert("RGB").getpixel((20, 20))  # type: ignore[misc]  # of RGB
            assert (red, green) != (240, 224)
        assert public == await read(site, kept.name, "large")
        assert await site.services.library.public.get(public_name(kept.name, "large")) == public


async def read(site: Site, name: str, size: Any) -> bytes:  # noqa: ANN401 - a size
    content = await site.services.library.private.get(private_name(name, size))
    assert content is not None
    return content


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"drawn": "nonsense"},
        {"drawn": '[{"type": "stroke", "points": [], "radius": 0.1}]'},
        {"drawn": '[{"type": "box", "x": -1, "y": 0, "width": 1, "height": 1}]'},
        {"drawn": '[{"type": "hole", "x": 0, "y": 0}]'},
        {"x1": "ten", "y1": "0", "width1": "0", "height1": "5"},
    ],
)
async def test_what_covers_nothing_is_said_and_changes_nothing(site: Site, fields: dict[str, str]) -> None:
    async with site.browser() as browser, await site.desk("social_worker") as desk:
        await send(browser, photo())
        [kept] = (await newest(site)).photos
        assert kept.name
        before = await read(site, kept.name, "master")

        answer = await desk.send_form(f"/desk/photos/{kept.id}", fields)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert await read(site, kept.name, "master") == before


@pytest.mark.asyncio
async def test_of_several_communities_one_is_chosen_first(site: Site) -> None:
    await site.services.communities.make("别处社区", "other", "Asia/Shanghai", who=WHO)
    async with site.browser() as browser:
        for path in ("/issues", "/issues/new"):
            assert "看哪个社区" in (await browser.get(path)).text
        assert 'name="words"' in (await browser.get("/issues/new?community=other")).text
        answer = await browser.send_form("/issues/new?community=other", {"key": "1" * 32, **LAWN})

    assert answer.status_code == 303
    assert not await waiting(site)  # the first community's


@pytest.mark.asyncio
async def test_pictures_are_kept_for_ten_minutes_and_then_asked_for_again(site: Site) -> None:
    async with site.browser() as browser:
        path = f"/media/{site.code}/i1-lawn.svg"
        first = await browser.get(path)
        again = await browser.get(path, headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=600" in first.headers["cache-control"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "name",
    [
        "../media-private/x/master.jpg",
        "%2e%2e/keys/ticket.key",
        "..%2fkeys%2fticket.key",
        "x%00.jpg",
        ".hidden.jpg",
        "a//b.jpg",
        "hall.sqlite3",
        "x" * 5000 + ".jpg",
    ],
)
async def test_no_name_leads_out_of_the_public_pictures(site: Site, name: str) -> None:
    async with site.browser() as browser:
        assert (await browser.get(f"/media/{name}")).status_code in {400, 404}
