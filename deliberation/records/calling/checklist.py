"""The checklist before a notice goes out: what is ready, what to know, what has to be done first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.records.calling.views import Plan
from deliberation.session.phrases import Label, Phrase, phrase, verbatim
from deliberation.session.quorum import VOTING_FORMS

Level = Literal["ready", "known", "missing"]
"""`known`: the session may be called, and everybody is told; `missing`: it may not be called."""


class Finding(Struct, frozen=True):
    """One line of the checklist. `code` for programs, `sentence` says what to do."""

    code: str
    level: Level
    sentence: Phrase


def check(plan: Plan, *, now: datetime) -> list[Finding]:
    """All lines, in the order in which one prepares a session."""
    return [
        *_agenda(plan),
        *_time_and_place(plan, now),
        *_notice(plan, now),
        *_groups(plan),
        *_people(plan),
        *_material(plan),
    ]


def may_call(findings: list[Finding]) -> bool:
    """Whether nothing is missing."""
    return all(each.level != "missing" for each in findings)


def _agenda(plan: Plan) -> Iterator[Finding]:
    if not plan.entry.title:
        yield Finding("title", "missing", phrase("请写这场会叫什么。"))
    if plan.topics:
        yield Finding("agenda", "ready", phrase("今日议题 {count} 个。", count=len(plan.topics)))
    else:
        yield Finding("agenda", "missing", phrase("还没有议题。请从准备好的议题里选。"))
    if plan.entry.form not in VOTING_FORMS:
        yield Finding("form", "known", phrase("这种会只听意见，不表决。要表决，请改成议事会。"))


def _time_and_place(plan: Plan, now: datetime) -> Iterator[Finding]:
    planned = plan.entry.planned_at
    if planned is None:
        yield Finding("time", "missing", phrase("还没有定时间。"))
    elif planned <= now:
        yield Finding("time", "missing", phrase("定的时间已经过了，请改。"))
    else:
        yield Finding("time", "ready", phrase("时间定好了。"))
    if plan.entry.place:
        yield Finding("place", "ready", phrase("地点：{place}。", place=verbatim(plan.entry.place)))
    else:
        yield Finding("place", "missing", phrase("还没有定地点。"))


def _notice(plan: Plan, now: datetime) -> Iterator[Finding]:
    if plan.hall_time is None or plan.entry.planned_at is None or plan.entry.planned_at <= now:
        return
    wanted = plan.rules.notice_days_before_session
    days = (plan.hall_time.date() - now.astimezone(ZoneInfo(plan.timezone)).date()).days
    if days >= wanted:
        yield Finding(
            "notice",
            "ready",
            phrase("今天发通知，提前 {days} 天；规则要 {wanted} 天。", days=days, wanted=wanted),
        )
    else:
        yield Finding(
            "notice",
            "known",
            phrase(
                "通知晚了：今天发只提前 {days} 天，规则要 {wanted} 天。这些议题只能听意见，不能表决；"
                "要表决，请把会往后移。",
                days=days,
                wanted=wanted,
            ),
        )


def _groups(plan: Plan) -> Iterator[Finding]:
    untouched = [topic.title for topic in plan.topics if not topic.groups]
    for title in untouched:
        yield Finding(
            "no_groups",
            "known",
            phrase("“{title}”没有写受影响的是哪几方，请想一想有没有漏掉谁。", title=verbatim(title)),
        )
    for group in plan.groups:
        label = Label(group.label)
        if not group.members:
            yield Finding(
                "group_empty", "missing", phrase("“{group}”受影响，可是没有人代表。请先推选。", group=label)
            )
        elif group.vacant:
            yield Finding(
                "group_vacant",
                "known",
                phrase("“{group}”还空 {count} 个席位。", group=label, count=group.vacant),
            )
        if group.members and group.choice is None:
            yield Finding(
                "group_choice", "known", phrase("“{group}”的人怎么推选的，还没有记下来。", group=label)
            )
    if plan.groups and all(group.members for group in plan.groups):
        yield Finding("groups", "ready", phrase("受影响的 {count} 方都有人代表。", count=len(plan.groups)))


def _people(plan: Plan) -> Iterator[Finding]:
    if plan.chair is None:
        yield Finding("chair", "missing", phrase("还没有定主持人。"))
    if plan.recorder is None:
        yield Finding("recorder", "missing", phrase("还没有定记录人。"))
    if plan.chair is not None and plan.chair == plan.recorder:
        yield Finding("two_tasks", "missing", phrase("主持人和记录人要是两个人。"))
    elif plan.chair is not None and plan.recorder is not None:
        yield Finding("roles", "ready", phrase("主持人和记录人都定了。"))
    speakers = {member.id for group in plan.groups for member in group.members}
    staff = [each for each in (plan.chair, plan.recorder, plan.supervisor) if each is not None]
    doubled = {
        person.id: person
        for person in [
            *plan.twice,
            *(each for each in plan.standing if each.id in speakers),
            *(each for each in staff if each.id in speakers),
        ]
    }
    for person in doubled.values():
        yield Finding(
            "two_seats",
            "missing",
            phrase("{name}有两个席位。一个人一票，请去掉一个。", name=verbatim(person.entry.name)),
        )
    if plan.standing:
        yield Finding("standing", "ready", phrase("常任委员 {count} 人。", count=len(plan.standing)))
    elif plan.entry.form in VOTING_FORMS:
        yield Finding(
            "standing", "missing", phrase("那一天没有在任的常任委员，不能表决。请先在协商委员会里补上。")
        )


def _material(plan: Plan) -> Iterator[Finding]:
    for topic in plan.topics:
        if not topic.background.strip():
            yield Finding(
                "material",
                "known",
                phrase("“{title}”还没有材料。大家开会前看不到情况说明。", title=verbatim(topic.title)),
            )
