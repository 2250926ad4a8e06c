"""From a file to a hall that is ready."""

from datetime import date, time
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from deliberation.clock import utc_now
from deliberation.records.importing import postponed
from deliberation.records.scenario import Scenario, ScenarioError, parse_scenario
from deliberation.session.facts import SessionConvened
from tests.media.photos import is_upright, photo
from web.services import Services

Hall = tuple[Services, str]


def scenario(**changes: str) -> Scenario:
    source = files("deliberation.demo").joinpath("liuhe-yard.yaml").read_text(encoding="utf-8")
    for right, wrong in changes.items():
        source = source.replace(right, wrong)
    return parse_scenario(source, name="liuhe-yard.yaml")


@pytest.mark.asyncio
async def test_the_ledger_begins_with_everything_that_was_settled(hall: Hall) -> None:
    services, code = hall

    [entry] = await services.ledger.read(code)

    assert isinstance(entry.fact, SessionConvened)
    assert (entry.seq, entry.actor.role) == (1, "recorder")
    assert entry.fact.community == "江滩社区"
    assert entry.fact.planned_at.isoformat() == "2026-05-16T06:00:00+00:00"
    assert sum(seat.votes for seat in entry.fact.seats) == 13
    assert [seat.id for seat in entry.fact.seats if not seat.has_phone] == ["S4", "F1", "F3"]
    assert {topic.notice_sent for topic in entry.fact.topics} == {date(2026, 5, 12)}
    assert len(entry.fact.box_secret) >= 32


@pytest.mark.asyncio
async def test_a_merged_issue_is_shown_with_its_topic(hall: Hall) -> None:
    services, code = hall

    lawn, *_ = await services.records.agenda(code)

    assert [(issue.key, issue.status) for issue in lawn.issues] == [("I1", "on_agenda"), ("I2", "merged")]


@pytest.mark.asyncio
async def test_packaged_pictures_are_copied_and_described(hall: Hall) -> None:
    services, code = hall

    photos = [
        photo
        for topic in await services.records.agenda(code)
        for issue in topic.issues
        for photo in issue.photos
    ]

    assert len(photos) == 6
    assert photos[0].src == f"/media/{code}/i1-lawn.svg"
    assert photos[0].alt == "草坪狗粪无人清理（3幢南草坪）"
    for shown in photos:
        assert await services.library.public.get(shown.src.removeprefix("/media/"))


@pytest.mark.asyncio
async def test_a_photo_beside_the_file_comes_first_upright_and_without_its_place(
    hall: Hall, tmp_path: Path
) -> None:
    services, _ = hall
    (tmp_path / "i1-lawn.jpg").write_bytes(photo(orientation=6))

    code = await services.importer.bring_in(scenario(), tmp_path, at=utc_now())

    lawn, *_ = await services.records.agenda(code)
    content = await services.library.public.get(lawn.issues[0].photos[0].src.removeprefix("/media/"))
    assert content is not None
    picture = Image.open(BytesIO(content))
    assert is_upright(picture)
    assert not picture.getexif()


@pytest.mark.asyncio
@pytest.mark.parametrize("name, content", [("i1-lawn.jpg", b"a photograph"), ("i1-lawn.svg", b"<svg/>")])
async def test_what_is_no_photo_is_refused_or_left_aside(
    hall: Hall, tmp_path: Path, name: str, content: bytes
) -> None:
    services, first = hall
    (tmp_path / name).write_bytes(content)

    if name.endswith(".jpg"):
        with pytest.raises(ScenarioError, match="照片"):
            await services.importer.bring_in(scenario(), tmp_path, at=utc_now())
        assert [line.code for line in await services.records.sessions()] == [first]
    else:
        code = await services.importer.bring_in(scenario(), tmp_path, at=utc_now())
        assert await services.library.public.get(f"{code}/{name}") != content


@pytest.mark.asyncio
async def test_the_same_file_twice_gives_two_sessions_of_one_community(hall: Hall, tmp_path: Path) -> None:
    services, first = hall

    second = await services.importer.bring_in(scenario(), tmp_path, at=utc_now())

    lines = await services.records.sessions()
    assert {line.code for line in lines} == {first, second}
    assert {line.community for line in lines} == {"江滩社区"}


@pytest.mark.asyncio
async def test_unknown_rules_of_order_are_refused(hall: Hall, tmp_path: Path) -> None:
    services, _ = hall

    with pytest.raises(ScenarioError):
        await services.importer.bring_in(scenario(**{"default-v1": "house-v9"}), tmp_path, at=utc_now())

    assert len(await services.records.sessions()) == 1


def test_postponing_moves_the_notice_with_the_session() -> None:
    original = scenario().session

    moved = postponed(scenario(), 10, start=time(9, 30)).session

    assert (moved.date - original.date).days == 10
    assert moved.notice_sent is not None
    assert (moved.date - moved.notice_sent).days == 4
    assert moved.start == "09:30:00"
