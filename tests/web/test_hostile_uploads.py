"""Whatever is sent instead of a photo: refused with a sentence, nothing stored, memory bounded."""

import asyncio
import resource

import httpx
import pytest

from deliberation.media.darkroom import MEMORY
from tests.media.hostile import KINDS, Bad
from tests.media.photos import photo
from tests.web.conftest import Site
from tests.web.test_issues import LAWN, files, stored_files, waiting

AT_ONCE = 4

GROWTH_MB = 300
"""Of the server while it refuses them all; the largest upload, read and sent on, is three times 20 MB."""

FIELDS = {"key": "0" * 32, **LAWN}
JSON = {"accept": "application/json"}
SENTENCES = ("照片", "图收不了", "不是照片")


def rss_mb(who: int) -> int:
    """The most memory that this process, or the largest of its children, ever had, in megabytes."""
    return resource.getrusage(who).ru_maxrss // 1024


def test_there_are_two_hundred_of_them() -> None:
    assert sum(len(list(make())) for make in KINDS.values()) >= 200


@pytest.mark.asyncio
@pytest.mark.timeout(900)  # a hundred processes, on a machine that may be busy with others
@pytest.mark.parametrize("kind", KINDS)
async def test_bad_files_are_refused_and_leave_nothing(site: Site, kind: str) -> None:
    before = rss_mb(resource.RUSAGE_SELF)
    gate = asyncio.Semaphore(AT_ONCE)
    async with site.browser() as browser:
        browser.token()

        async def send(bad: Bad) -> tuple[str, httpx.Response]:
            async with gate:
                content = files(bad.content, name=bad.name)
                return bad.why, await browser.send_form("/issues/new", FIELDS, files=content, headers=JSON)

        answers = await asyncio.gather(*(send(bad) for bad in KINDS[kind]()))

    for why, answer in answers:
        assert answer.status_code == 400, why
        assert answer.json()["field"] == "photos", why
        assert any(words in answer.json()["sentence"] for words in SENTENCES), why
    assert not await waiting(site)
    assert not await stored_files(site)
    assert rss_mb(resource.RUSAGE_SELF) - before < GROWTH_MB
    assert rss_mb(resource.RUSAGE_CHILDREN) < MEMORY >> 20


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "payload", [b"<?php system(1); ?>", b"PK\x03\x04" + bytes(500), b"<svg onload='alert(1)'/>"]
)
async def test_a_good_photo_with_something_behind_it_comes_out_alone(site: Site, payload: bytes) -> None:
    async with site.browser() as browser:
        await browser.send_form("/issues/new", FIELDS, files=files(photo() + payload))

    stored = await stored_files(site)
    assert len(stored) == 3
    for name in stored:
        assert payload[:6] not in (site.services.settings.data / name).read_bytes()


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["../../keys/ticket.key", "x.php", ".htaccess", "a/b\\c.jpg\0.html"])
async def test_what_a_photo_is_called_is_forgotten(site: Site, name: str) -> None:
    keys = (site.services.settings.data / "keys" / "ticket.key").read_bytes()
    async with site.browser() as browser:
        answer = await browser.send_form("/issues/new", FIELDS, files=files(photo(), name=name))

    assert answer.status_code == 303
    stored = await stored_files(site)
    assert sorted(path.rpartition("/")[2] for path in stored) == ["large.jpg", "master.jpg", "small.jpg"]
    assert (site.services.settings.data / "keys" / "ticket.key").read_bytes() == keys


BOUNDARY = "frontier"


def part(name: str, content: str = "", more: str = "") -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'


END = f"--{BOUNDARY}--\r\n"

BODIES = {
    "a thousand fields": "".join(part(f"field{number}") for number in range(1000)) + END,
    "fifty files": "".join(part("photos", "x", '; filename="a.jpg"') for _ in range(50)) + END,
    "one endless field": part("words", "很" * 1_000_000) + END,
    "no end": part("words", "x"),
    "another boundary": part("words", "x").replace(BOUNDARY, "elsewhere"),
    "a part without a name": f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n{END}",
    "a part without headers": f"--{BOUNDARY}\r\n\r\nx\r\n{END}",
    "endless headers": f"--{BOUNDARY}\r\n" + "X-A: b\r\n" * 20_000 + f"\r\nx\r\n{END}",
    "a field in an odd encoding": part("words", "x", "").replace(
        "\r\n\r\n", "\r\nContent-Type: x; charset=zip\r\n\r\n"
    )
    + END,
    "nothing": "",
    "zeros": "\0" * 5000,
}


@pytest.mark.asyncio
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_forms_that_no_browser_sends_are_refused(site: Site, body: str) -> None:
    async with site.browser() as browser:
        token = part("csrf", browser.token())
        for content in (body, token + body):
            answer = await browser.post(
                "/issues/new",
                content=content.encode(),
                headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
            )
            assert answer.status_code in {400, 403, 413}
            assert "<h1>" in answer.text
            assert "Traceback" not in answer.text

    assert not await waiting(site)


@pytest.mark.asyncio
async def test_a_body_without_end_is_cut_off(site: Site) -> None:
    sent = 0

    async def endless() -> object:
        nonlocal sent
        yield part("photos", "", '; filename="a.jpg"').encode()
        while True:
            sent += 1 << 20
            yield bytes(1 << 20)

    async with site.browser() as browser:
        answer = await browser.post(
            "/issues/new",
            content=endless(),  # type: ignore[arg-type]  # an asynchronous iterator, as httpx takes it
            headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
        )

    assert answer.status_code == 413
    assert "少传几张照片" in answer.text
    assert sent < 100 << 20
