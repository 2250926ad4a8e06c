"""What a chat shows of a link: title, description and picture, with whole addresses and nothing personal."""

import re
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from tests.media.photos import photo
from tests.support.prepared import CopyHall
from tests.web.conftest import BASE, Site, running
from tests.web.test_topics import WHO, Told
from web.app import create_app

pytestmark = pytest.mark.asyncio

PAGES = ["/", "/sessions/{code}", "/sessions/{code}/notice", "/sessions/{code}/agenda"]


def shared(page: httpx.Response) -> dict[str, str]:
    """The page's words for chats, by their names."""
    assert page.status_code == 200
    return dict(re.findall(r'<meta property="og:(\w+)"[^>]* content="([^"]*)">', page.text))


@pytest.mark.parametrize("path", PAGES)
async def test_a_shared_page_has_title_description_and_a_picture_that_opens(site: Site, path: str) -> None:
    async with site.browser() as browser:
        page = await browser.get(path.format(code=site.code), params={"lang": "en", "elder": "1"})
        said = shared(page)
        picture = await browser.get(said["image"])

    assert said.keys() == {"type", "url", "title", "description", "image"}
    assert all(said.values())
    assert said["url"] == BASE + path.format(code=site.code)
    assert said["image"].startswith(f"{BASE}/")
    assert picture.headers["content-type"] == "image/png"
    assert f"<title>{said['title']}</title>" in page.text


async def test_a_session_says_when_where_and_about_what(site: Site) -> None:
    async with site.browser() as browser:
        said = shared(await browser.get(f"/sessions/{site.code}"))

    assert said["title"] == "草坪狗粪、废电池、分类标识与乱贴小广告 · 江滩社区"
    assert "14:00" in said["description"]
    assert "邻里生活馆大厅" in said["description"]
    assert "乱贴小广告怎么治" in said["description"]


async def test_the_photo_that_staff_approved_goes_along(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        [shown] = await hall.add_issue("线头露在外面", published=True, photos=[photo()])
        await hall.add_issue("没有看过的照片", published=False, photos=[photo()])
        code = await hall.call()
        async with site.browser() as stranger:
            paths = [f"/issues/{hall.issues[-2]}", f"/topics/{hall.topic}", f"/sessions/{code}"]
            pictures = {shared(await stranger.get(path))["image"] for path in paths}
            opened = await stranger.get(shown)

    assert pictures == {BASE + shown}
    assert opened.headers["content-type"] == "image/jpeg"


async def test_a_topic_says_whom_it_concerns_and_names_nobody(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        await hall.call()
        said = shared(await site.browser().get(f"/topics/{hall.topic}"))

    assert said["title"].startswith("晾衣绳怎么拉")
    assert "一楼住户" in said["description"]
    assert not [name for name in hall.people if name in str(said)]


async def test_who_follows_a_link_sees_the_same_community(site: Site) -> None:
    other = await site.services.communities.make("别的社区", "elsewhere", "Asia/Shanghai", who=WHO)
    async with site.browser() as browser:
        await browser.get(f"/?community={other.slug}")
        said = shared(await browser.get("/?lang=en"))

    assert said["url"] == f"{BASE}/?community={other.slug}"


async def test_behind_a_proxy_the_public_address_is_said(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, code = copy_hall(tmp_path / "data")
    app = create_app(replace(settings, public_url="https://yishi.example"))
    async with running(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as browser:
        said = shared(await browser.get(f"/sessions/{code}"))

    assert said["url"] == f"https://yishi.example/sessions/{code}"
    assert said["image"].startswith("https://yishi.example/static/images/share.png?")


async def test_what_people_wrote_does_not_leave_its_attribute(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        await hall.add_issue('"><script>alert(1)</script>', published=True)
        page = await site.browser().get(f"/issues/{hall.issues[-1]}")

    assert "<script>alert" not in page.text
    assert shared(page)["title"].startswith("&#34;&gt;&lt;script&gt;")
