"""The demonstration: what it shows at the first start, and that a second start adds nothing."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from deliberation.clock import utc_now
from deliberation.console import demo
from deliberation.records.staff.views import CommunityView
from deliberation.session.evolve import fold
from web.app import open_services
from web.services import Services
from web.settings import read_settings

pytestmark = pytest.mark.asyncio


async def test_a_second_start_adds_nothing(tmp_path: Path) -> None:
    async with open_services(read_settings({}, data=tmp_path)) as services:
        code = await demo.prepare(services)
        before = await counted(services)
        assert await demo.prepare(services) == code
        assert await counted(services) == before


async def test_every_stage_of_an_issue_and_of_a_session_is_there(tmp_path: Path) -> None:
    async with open_services(read_settings({}, data=tmp_path)) as services:
        code = await demo.prepare(services)
        ours = await at_home(services, code)
        issues = (await services.issues.page(ours.id)).rows
        new = [issue for issue in issues if issue.status == "collected"]
        lines = {line.status: line for line in await services.records.sessions(ours.id)}
        drafts = await services.calling.drafts(ours.id)
        topics = (await services.topics.announced(ours.id)).rows
        held = fold(await services.ledger.read(lines["closed"].code))
        lamps = [issue.id for issue in new if issue.place.startswith("9幢2单元")]
        lamp = await services.issues.desk_issue(ours.id, lamps[0])
        assert lamp is not None
        alike = await services.sorting.alike(ours.id, lamp)

    assert {issue.status for issue in issues} == {
        "collected",
        "merged",
        "on_agenda",
        "handled_directly",
        "escalated",
        "declined",
    }
    assert any(utc_now() - issue.reported_at > timedelta(days=ours.sorting_days) for issue in new)
    assert [issue.id for issue in alike] == lamps[1:]
    assert set(lines) == {"check_in", "noticed", "closed"}
    assert lines["check_in"].code == code
    assert timedelta(0) < lines["noticed"].planned_at - utc_now() < timedelta(days=2)
    assert [topic.latest.status for topic in topics] == ["noticed", "closed"]
    assert [draft.entry.title for draft in drafts] == ["快递摆放议事会"]
    outcomes = Counter(proposal.status for proposal in held.proposals.values())
    assert outcomes == {"adopted": 1, "not_adopted": 1, "referred": 1}


async def counted(services: Services) -> dict[str, int]:
    """How much of everything there is, in all communities."""
    places = await services.communities.all()
    return {
        "communities": len(places),
        "sessions": len(await services.records.sessions()),
        "issues": sum([(await services.issues.page(place.id)).total for place in places]),
        "topics": sum([len(await services.topics.titles(place.id)) for place in places]),
        "drafts": sum([len(await services.calling.drafts(place.id)) for place in places]),
        "people": sum([len(await services.people.everybody(place.id)) for place in places]),
    }


async def at_home(services: Services, code: str) -> CommunityView:
    """The community whose session this is."""
    line = await services.records.session(code)
    return next(each for each in await services.communities.all() if line and each.id == line.community_id)
