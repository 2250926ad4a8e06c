"""A backup that is not as it was written is refused before anything is touched."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.backup.archive import MANIFEST, Packing, opened
from deliberation.backup.errors import BackupError, Damaged
from deliberation.backup.restoring import restore
from deliberation.clock import utc_now


def ignore(_done: int, _total: int) -> None: ...


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive of two small files."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "database").write_bytes(b"rows " * 100)
    (folder / "key").write_bytes(b"secret")
    path = folder / "archive"
    with path.open("wb") as stream:
        packing = Packing(stream)
        assert sum(packing.add("database", folder / "database", compress=True)) == 500
        assert sum(packing.add("files/keys/ticket.key", folder / "key", compress=False)) == 6
        packing.finish(made_at="2026-05-16T06:00:00+00:00", database="sqlite", revision="0001")
    return path.read_bytes()


def test_what_was_written_is_what_is_unpacked(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(written)

    with opened(tmp_path / "archive") as archive:
        archive.check(ignore)
        archive.unpack(tmp_path / "out", ignore)

    assert (tmp_path / "out/database").read_bytes() == b"rows " * 100
    key = tmp_path / "out/files/keys/ticket.key"
    assert key.read_bytes() == b"secret"
    assert key.stat().st_mode & 0o777 == 0o600


@given(st.data())
def test_one_wrong_byte_is_noticed_or_does_not_matter(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(written) - 1))
    wrong = data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("wrong") / "archive"
    path.write_bytes(
        written[:place] + bytes([written[place] ^ wrong]) + written[place + 1 :],
    )
    out = path.with_name("out")
    try:
        with opened(path) as archive:
            archive.check(ignore)
            archive.unpack(out, ignore)
    except BackupError:
        return
    assert (out / "database").read_bytes() == b"rows " * 100
    assert (out / "files/keys/ticket.key").read_bytes() == b"secret"


@given(st.data())
def test_a_file_that_was_cut_off_is_refused(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cut") / "archive"
    path.write_bytes(written[: data.draw(st.integers(0, len(written) - 1))])
    with pytest.raises(Damaged), opened(path) as archive:
        archive.check(ignore)


def rewritten(
    written: bytes, tmp_path: Path, change: Callable[[zipfile.ZipFile, dict[str, object]], None]
) -> Path:
    """The archive as somebody with a ZIP program would change it, with a manifest that fits."""
    (tmp_path / "old").write_bytes(written)
    path = tmp_path / "changed"
    with zipfile.ZipFile(tmp_path / "old") as old, zipfile.ZipFile(path, "w") as new:
        manifest = msgspec.json.decode(old.read(MANIFEST))
        for name in old.namelist():
            if name != MANIFEST:
                new.writestr(name, old.read(name))
        change(new, manifest)
        new.writestr(MANIFEST, msgspec.json.encode(manifest))
    return path


EMPTY_SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "files/../../evil",
        "files\\..\\evil",
        "C:evil",
        "files//evil",
        "files/./evil",
        "files/",
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_leads_out_of_the_folder(written: bytes, tmp_path: Path, name: str) -> None:
    def add(archive: zipfile.ZipFile, manifest: dict[str, object]) -> None:
        archive.writestr(name, b"")
        members = manifest["members"]
        assert isinstance(members, dict)
        members[name] = {"size": 0, "sha256": EMPTY_SHA}

    data = tmp_path / "data"
    with pytest.raises(Damaged):
        restore(
            rewritten(written, tmp_path, add),
            data=data,
            database=f"sqlite:///{data / 'hall.sqlite3'}",
            force=False,
            at=utc_now(),
            tell=ignore,
        )
    assert not data.exists()
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda archive, _: archive.writestr("files/more", b"x"), id="one file more"),
        pytest.param(lambda archive, _: archive.writestr("database", b"x"), id="one file twice"),
        pytest.param(lambda _, manifest: manifest["members"].pop("database"), id="one not listed"),
        pytest.param(
            lambda _, manifest: manifest["members"].update(x={"size": 1, "sha256": ""}), id="one not there"
        ),
        pytest.param(
            lambda _, manifest: manifest["members"]["database"].update(size=10**15), id="a lie about size"
        ),
        pytest.param(
            lambda _, manifest: manifest["members"]["database"].update(sha256=EMPTY_SHA), id="another hash"
        ),
        pytest.param(lambda _, manifest: manifest.update(comment="hello"), id="unknown field"),
        pytest.param(lambda _, manifest: manifest.pop("database"), id="missing field"),
    ],
)
def test_archive_and_manifest_must_agree(
    written: bytes, tmp_path: Path, change: Callable[[zipfile.ZipFile, dict[str, object]], None]
) -> None:
    with pytest.raises(Damaged), opened(rewritten(written, tmp_path, change)) as archive:
        archive.check(ignore)


def test_a_later_format_asks_for_a_newer_program(written: bytes, tmp_path: Path) -> None:
    path = rewritten(written, tmp_path, lambda _, manifest: manifest.update(format=2, more="things"))
    with pytest.raises(BackupError) as refusal, opened(path):
        pass
    assert not isinstance(refusal.value, Damaged)
    assert "升级" in str(refusal.value)
