"""From rows to views, with a constant number of queries however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from deliberation.records import tables
from deliberation.records.issues.views import (
    DeskIssue,
    DeskLine,
    DeskPhoto,
    IssueLine,
    IssueSource,
    IssueStatus,
    OwnReport,
    PhotoFace,
)


async def issue_lines(db: AsyncSession, rows: Sequence[tables.Issue]) -> list[IssueLine]:
    """As everybody may read them: only with pictures that are public."""
    photos = _by_issue(photo for photo in await photos_of(db, _ids(rows)) if photo.public)
    voices = await voices_of(db, _ids(rows))
    sessions = await _sessions(db, rows)
    return [
        IssueLine(
            id=number(row.id),
            community=row.community_id,
            title=row.title,
            place=row.place,
            source=source_of(row),
            origin=row.origin,
            status=status_of(row),
            reply=row.reply,
            office=row.office,
            reported_at=row.reported_at,
            status_at=row.status_at,
            voices=voices.get(number(row.id), 0),
            photos=[_face(photo) for photo in photos[number(row.id)]],
            merged_into=row.merged_into_id,
            session=sessions.get(row.topic_id),
            topic=row.prepared_topic_id if row.topic_id is not None else None,
        )
        for row in rows
    ]


async def own_reports(db: AsyncSession, rows: Sequence[tables.Issue]) -> list[OwnReport]:
    """As their reporters may read them. What was merged shares the fate of its main issue."""
    query = select(tables.Issue).where(col(tables.Issue.id).in_([row.merged_into_id for row in rows]))
    main = {row.id: row for row in (await db.scalars(query)).all()}
    fates = [main.get(row.merged_into_id, row) for row in rows]
    sessions = await _sessions(db, fates)
    photos = _by_issue(await photos_of(db, _ids(rows)))
    return [
        OwnReport(
            id=number(fate.id),
            community=row.community_id,
            reference=row.reference or "",
            words=row.words,
            place=row.place,
            photos=len(photos[number(row.id)]),
            status=status_of(row if fate.status == "collected" else fate),
            reply=fate.reply or row.reply,
            office=fate.office,
            reported_at=row.reported_at,
            status_at=max(row.status_at, fate.status_at),
            published=fate.published_at is not None,
            session=sessions.get(fate.topic_id),
        )
        for row, fate in zip(rows, fates, strict=True)
    ]


async def desk_lines(db: AsyncSession, rows: Sequence[tables.Issue]) -> list[DeskLine]:
    """As they stand in the desk's list."""
    photos = _by_issue(await photos_of(db, _ids(rows)))
    voices = await voices_of(db, _ids(rows))
    return [
        DeskLine(
            id=number(row.id),
            title=row.title,
            place=row.place,
            source=source_of(row),
            status=status_of(row),
            reported_at=row.reported_at,
            published=row.published_at is not None,
            photos=len(photos[number(row.id)]),
            voices=voices.get(number(row.id), 0),
        )
        for row in rows
    ]


async def desk_issue(db: AsyncSession, row: tables.Issue) -> DeskIssue:
    """One with everything."""
    issue = number(row.id)
    voices = await voices_of(db, [issue])
    merged = (
        select(tables.Issue)
        .where(col(tables.Issue.merged_into_id) == issue)
        .order_by(col(tables.Issue.reported_at), col(tables.Issue.id))
    )
    return DeskIssue(
        id=issue,
        reference=row.reference,
        title=row.title,
        words=row.words,
        place=row.place,
        source=source_of(row),
        origin=row.origin,
        status=status_of(row),
        reply=row.reply,
        office=row.office,
        reported_at=row.reported_at,
        status_at=row.status_at,
        published_at=row.published_at,
        voices=voices.get(issue, 0),
        photos=[desk_photo(photo) for photo in await photos_of(db, [issue])],
        merged_into=row.merged_into_id,
        topic=row.prepared_topic_id,
        announced=row.topic_id is not None,
        merged=await desk_lines(db, (await db.scalars(merged)).all()),
    )


def desk_photo(row: tables.Photo) -> DeskPhoto:
    """A picture for staff."""
    return DeskPhoto(
        id=number(row.id),
        issue=row.issue_id,
        name=row.name,
        path=row.path,
        width=row.width,
        height=row.height,
        public=row.public,
        alt=row.alt,
    )


async def photos_of(db: AsyncSession, issues: Iterable[int]) -> Sequence[tables.Photo]:
    """The pictures of these issues, in their order."""
    query = select(tables.Photo).where(col(tables.Photo.issue_id).in_(issues)).order_by(col(tables.Photo.id))
    return (await db.scalars(query)).all()


async def voices_of(db: AsyncSession, issues: Iterable[int]) -> dict[int, int]:
    """How many others met it, for those that somebody met."""
    issue = col(tables.IssueVoice.issue_id)
    query = select(issue, func.count()).where(issue.in_(issues)).group_by(issue)
    return {row[0]: row[1] for row in await db.execute(query)}


async def _sessions(db: AsyncSession, rows: Iterable[tables.Issue]) -> dict[int | None, str]:
    """Topic to the code of its session."""
    query = (
        select(tables.Topic.id, tables.Session.code)
        .join(tables.Session)
        .where(col(tables.Topic.id).in_([row.topic_id for row in rows if row.topic_id is not None]))
    )
    return {row[0]: row[1] for row in await db.execute(query)}


def _by_issue(photos: Iterable[tables.Photo]) -> defaultdict[int, list[tables.Photo]]:
    by_issue: defaultdict[int, list[tables.Photo]] = defaultdict(list)
    for photo in photos:
        by_issue[photo.issue_id].append(photo)
    return by_issue


def _face(photo: tables.Photo) -> PhotoFace:
    return PhotoFace(
        small=f"/media/{photo.small}",
        large=f"/media/{photo.path}",
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
    )


def _ids(rows: Iterable[tables.Issue]) -> list[int]:
    return [number(row.id) for row in rows]


def number(value: int | None) -> int:
    """A stored row's id."""
    if value is None:
        raise ValueError("the row is not stored yet")
    return value


def status_of(row: tables.Issue) -> IssueStatus:
    """As one of the closed list."""
    status: IssueStatus = msgspec.convert(row.status, IssueStatus)
    return status


def source_of(row: tables.Issue) -> IssueSource:
    """As one of the closed list."""
    source: IssueSource = msgspec.convert(row.source, IssueSource)
    return source
