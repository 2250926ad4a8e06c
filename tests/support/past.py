"""A community with a long past: rows for lists, written straight into the database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, insert, select
from sqlmodel import SQLModel, col

from deliberation.records.staff.tables import AuditLine
from deliberation.records.tables import Community, Issue, Person, Photo, RulesetVersion, Session
from deliberation.records.topics.tables import PreparedTopic

AT = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

LISTS: Final = (
    "/",
    "/issues",
    "/sessions",
    "/topics",
    "/desk/issues",
    "/desk/issues?all=1",
    "/desk/sorting",
    "/desk/people",
    "/desk/groups",
    "/desk/cards",
    "/desk/sessions",
    "/desk/trail",
)
"""The pages that list things, for whoever may open them all."""


def fill(database: Path, *, issues: int, people: int, sessions: int) -> None:
    """Add them to the first community: every second issue public, a photo each; every tenth session ahead."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as db:
        community = db.scalars(select(col(Community.id))).first() or 0
        ruleset = db.scalars(select(col(RulesetVersion.id))).first() or 0
        add(db, (person(each, community) for each in range(people)))
        add(db, (session(each, community, ruleset) for each in range(sessions)))
        add(db, (issue(each, community) for each in range(issues)))
        kept = db.scalars(select(col(Issue.id)).where(col(Issue.key).startswith("past"))).all()
        add(db, (photo(each or 0) for each in kept))
        add(db, (topic(each, community) for each in range(sessions)))
        add(db, (line(each, community) for each in range(issues)))
    engine.dispose()


def add(db: Connection, rows: Iterable[SQLModel]) -> None:
    """All in one statement; the database numbers them."""
    made = list(rows)
    db.execute(insert(type(made[0])), [row.model_dump(exclude={"id"}) for row in made])


def person(number: int, community: int) -> Person:
    name, org = f"旧人 {number}", f"{number % 40}幢居民"
    return Person(community_id=community, name=name, public_name="旧某某", org=org)


def session(number: int, community: int, ruleset: int) -> Session:
    return Session(
        community_id=community,
        ruleset_id=ruleset,
        code=f"x{number:05d}",
        source="",
        title={"zh": f"旧会 {number}"},
        form="deliberation",
        planned_at=AT + timedelta(days=number % 300),
        timezone="Asia/Shanghai",
        place="邻里生活馆",
        status="noticed" if number % 10 == 0 else "closed",
        status_seq=0,
    )


def issue(number: int, community: int) -> Issue:
    waits = number % 2 == 1
    return Issue(
        community_id=community,
        key=f"past{number}",
        reference=f"{number:010d}",
        title=f"旧线索 {number}：楼道里有旧家具挡路",
        place=f"{number % 40}幢",
        source="phone",
        status="collected" if waits else "handled_directly",
        reported_at=AT + timedelta(minutes=number),
        status_at=AT,
        published_at=None if waits else AT,
    )


def photo(of: int) -> Photo:
    path = "demo/none.svg"
    return Photo(issue_id=of, path=path, small=path, width=0, height=0, digest="", public=True, alt="")


def topic(number: int, community: int) -> PreparedTopic:
    return PreparedTopic(community_id=community, title=f"旧议题 {number}", made_at=AT)


def line(number: int, community: int) -> AuditLine:
    at, target = AT + timedelta(seconds=number), f"issue:{number}"
    return AuditLine(
        at=at, who="旧人", community_id=community, act="issue.published", target=target, detail={}
    )
