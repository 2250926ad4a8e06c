"""A community with one of everything that an address can name, and what names it."""

from datetime import date, timedelta
from io import BytesIO

from deliberation.clock import utc_now
from deliberation.records.calling.views import DraftEntry
from deliberation.records.issues.views import Publication, Report
from deliberation.records.people.entries import PersonEntry, tidied
from deliberation.records.people.views import Choice, Term
from deliberation.records.staff.views import CommunityView, Who
from tests.media.photos import photo
from tests.web.conftest import Site

MARK = "石榴湾"
"""Stands in everything that is prepared with it: whoever may not read it must not see these characters."""

REAL_NAMES = (f"{MARK[0]}长青", "陆承安")
"""Of somebody who was written down, and of a member of the session that everybody knows."""

WHO = Who("test")


async def fill(site: Site, community: CommunityView, mark: str = MARK) -> dict[str, str | int]:
    """Prepare one of everything in a community that has no committee yet.

    `person` has a `seat` on the committee and speaks for `group`; `other` does neither. `issue` has a photo,
    is public and waits to be sorted; `merged` went into it. The halls of the sessions `called` and
    `called_too` were not opened.
    """
    parts, now = site.services, utc_now()
    person, standing, speaker, chair, recorder, other = [
        await parts.people.add(community.id, tidied(PersonEntry(mark[0] + name, org=mark)), who=WHO)
        for name in ("长青", "如玉", "家乐", "晓岚", "平", "甘露")
    ]
    for each in (person, standing):
        term = Term("residents_committee", date(2020, 1, 1))
        await parts.committee.give(community.id, each, term, who=WHO)
    members = (await parts.committee.view(community.id, now.date())).members

    topic = await parts.groups.add_topic(community.id, f"{mark}的晾衣绳", who=WHO, at=now)
    second_topic = await parts.groups.add_topic(community.id, f"{mark}的路灯", who=WHO, at=now)
    group = await parts.groups.add(community.id, topic, {"zh": f"{mark}住户"}, 2, who=WHO)
    assert group is not None
    second_group = await parts.groups.add(community.id, second_topic, {"zh": f"{mark}店家"}, 1, who=WHO)
    assert second_group is not None
    await parts.groups.seat(community.id, group, person, who=WHO)
    await parts.groups.seat(community.id, second_group, speaker, who=WHO)
    choice = Choice(date(2026, 1, 2), "elected", f"{mark}各户")
    await parts.groups.record_choice(community.id, group, choice, who=WHO)

    kept = await parts.library.take(BytesIO(photo()))
    told = [
        await parts.issues.report(community.id, Report(key * 32, f"{mark}{words}", mark), photos, at=now)
        for key, words, photos in (("1", "有狗粪", [kept]), ("2", "又有狗粪", []), ("3", "路灯不亮", []))
    ]
    issue, merged, alone = (each.id for each in told)
    await parts.sorting.merge(community.id, merged, issue, at=now, who=WHO)
    await parts.issues.publish(
        community.id, issue, Publication(f"{mark}草坪", mark, frozenset()), at=now, who=WHO
    )
    desk_issue = await parts.issues.desk_issue(community.id, issue)
    assert desk_issue is not None

    entry = DraftEntry(
        title=f"{mark}议事会",
        place=mark,
        planned_at=now + timedelta(days=6),
        chair=chair,
        recorder=recorder,
        topics=(second_topic,),
    )
    draft, *ready = [await parts.calling.add(community.id, entry, who=WHO, at=now) for _ in range(3)]
    called = []
    for each in ready:
        prepared = await parts.calling.draft(community.id, each)
        assert prepared is not None
        called.append(await parts.calling.call(community, prepared, who=WHO, at=now))
    return {
        "person": person,
        "other": other,
        "seat": next(member.id for member in members if member.person == person),
        "topic": topic,
        "second_topic": second_topic,
        "group": group,
        "second_group": second_group,
        "issue": issue,
        "merged": merged,
        "alone": alone,
        "photo": desk_issue.photos[0].id,
        "draft": draft,
        "called": called[0],
        "called_too": called[1],
        "size": "large",
    }
