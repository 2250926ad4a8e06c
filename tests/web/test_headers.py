"""What every answer carries."""

import httpx
import pytest

from tests.web.conftest import BASE, Site


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/", "/nope", "/healthz", "/static/css/base.css"])
async def test_no_stranger_can_run_code_in_our_pages(site: Site, path: str) -> None:
    async with site.browser() as browser:
        headers = (await browser.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.asyncio
async def test_pages_keep_to_that_policy(site: Site) -> None:
    """No inline script, style or handler: the policy would silently switch them off."""
    async with site.browser() as browser:
        await browser.get(await site.link("R1"))
        for path in ("/", f"/sessions/{site.code}", f"/join/{site.code}", f"/sessions/{site.code}/record"):
            text = (await browser.get(path)).text
            assert "<style" not in text
            assert " style=" not in text
            assert " onclick=" not in text
            assert "<script>" not in text


@pytest.mark.asyncio
@pytest.mark.parametrize("address, kept", [("http://hall.test/", False), ("https://hall.test/", True)])
async def test_who_came_by_https_stays_with_it_and_a_hall_without_stays_reachable(
    site: Site, address: str, *, kept: bool
) -> None:
    async with site.browser() as browser:
        assert ("strict-transport-security" in (await browser.get(address)).headers) is kept


@pytest.mark.asyncio
async def test_a_picture_opened_by_itself_can_do_nothing(site: Site) -> None:
    async with site.browser() as browser:
        picture = await browser.get(f"/media/{site.code}/i1-lawn.svg")

    assert picture.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in picture.headers["content-security-policy"]


@pytest.mark.asyncio
async def test_static_files_with_a_version_are_kept_for_ever(site: Site) -> None:
    async with site.browser() as browser:
        versioned = await browser.get("/static/css/base.css?v=1")
        plain = await browser.get("/static/css/base.css")

    assert "immutable" in versioned.headers["cache-control"]
    assert plain.headers["cache-control"] == "no-cache"


@pytest.mark.asyncio
async def test_long_pages_travel_compressed(site: Site) -> None:
    async with site.browser(**{"accept-encoding": "gzip"}) as browser:
        page = await browser.get(f"/sessions/{site.code}")

    assert page.headers["content-encoding"] == "gzip"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "headers,status",
    [
        pytest.param({"origin": BASE}, 303, id="our own form"),
        pytest.param({"sec-fetch-site": "same-origin", "origin": BASE}, 303, id="a newer browser"),
        pytest.param({}, 303, id="a program without either"),
        pytest.param({"origin": "http://evil.test"}, 403, id="another site"),
        pytest.param({"origin": "null"}, 403, id="a site that hides"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="another site in a newer browser"),
    ],
)
async def test_forms_of_other_sites_are_refused(site: Site, headers: dict[str, str], status: int) -> None:
    async with site.browser() as browser:
        answer: httpx.Response = await browser.send_form(f"/sessions/{site.code}/leave", headers=headers)

    assert answer.status_code == status
