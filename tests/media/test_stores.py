"""What every store of pictures promises: the disk of the embedded default, and a bucket that speaks S3."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from deliberation.media.stores import Shelves, Store, in_bucket, on_disk

pytestmark = pytest.mark.asyncio

BUCKET = "pictures"


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of an S3 of our own, in this process."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def bucket(service: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    """Settings as docs/administrator.md gives them; the bucket itself is made by whoever runs the service."""
    httpx.put(f"{service}/{BUCKET}").raise_for_status()
    for name, value in {
        "AWS_ENDPOINT_URL": service,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    return in_bucket(f"s3://{BUCKET}/{prefix}")


@pytest.fixture(params=["disk", "bucket"])
def shelves(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    if request.param == "disk":
        return on_disk(tmp_path)
    return bucket(request.getfixturevalue("service"), tmp_path.name, monkeypatch)


@pytest.fixture
def store(shelves: Shelves) -> Store:
    return shelves.public


async def test_what_was_put_is_there_until_it_is_deleted(store: Store) -> None:
    assert await store.get("a/large.jpg") is None
    await store.put("a/large.jpg", b"first")
    await store.put("a/large.jpg", b"second")
    await store.put("a/small.jpg", b"")
    assert await store.get("a/large.jpg") == b"second"
    assert await store.get("a/small.jpg") == b""
    await store.delete("a/large.jpg")
    await store.delete("a/large.jpg")
    assert await store.get("a/large.jpg") is None
    assert await store.get("a/small.jpg") == b""


async def test_one_shelf_does_not_lend_from_the_other(shelves: Shelves) -> None:
    await shelves.private.put("a/master.jpg", b"whole")
    assert await shelves.public.get("a/master.jpg") is None
    assert await shelves.private.get("a/master.jpg") == b"whole"


@pytest.mark.parametrize(
    "name",
    ["../secret", "a/../../secret", "/etc/passwd", ".hidden", "a/.hidden", "a//b", "a\\b", "a\0b", "", "a/"],
)
async def test_no_name_leads_out_of_a_store(store: Store, name: str) -> None:
    assert await store.get(name) is None
    for act in (store.put(name, b"x"), store.delete(name)):
        with pytest.raises(ValueError, match="no file can be called"):
            await act


async def test_a_folder_is_no_file(store: Store) -> None:
    await store.put("a/large.jpg", b"x")
    assert await store.get("a") is None


async def test_an_address_that_is_no_bucket_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        in_bucket("ftp://example.org/pictures")
