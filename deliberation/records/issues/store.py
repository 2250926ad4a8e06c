"""Issues from their report to their publication. Each method is one short transaction and gives plain views.

What the staff decides about them afterwards is in sorting.py.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, func, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation import ids
from deliberation.ledger.database import reading
from deliberation.media.library import Kept, public_name
from deliberation.records import tables
from deliberation.records.issues import reading as rows
from deliberation.records.issues.views import (
    DeskIssue,
    DeskLine,
    DeskPhoto,
    IssueLine,
    OwnReport,
    Publication,
    Report,
    Reported,
)
from deliberation.records.paging import PAGE_ROWS, Page, offset
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who

TRIES: Final = 5
"""Ten digits drawn twice in a row by nine thousand reports: not in the life of this program."""


class Issues:
    """The issues of all communities."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    # What everybody does

    async def known(self, community: int, key: str) -> Reported | None:
        """The report that a form of this name brought already."""
        async with self._read() as db:
            return await _known(db, community, key)

    async def report(
        self, community: int, report: Report, photos: Sequence[Kept], *, at: datetime, who: Who | None = None
    ) -> Reported:
        """Keep a report. `who`: the staff member that wrote it down. Raises Known when it is kept already."""
        for _ in range(TRIES):
            try:
                async with self._write() as db:
                    return await _add(db, community, report, photos, at=at, who=who)
            except IntegrityError:
                if (earlier := await self.known(community, report.key)) is not None:
                    raise Known(earlier) from None
        raise LookupError("no reference code is free")

    async def published(self, community: int, number: int = 1, *, most: int = PAGE_ROWS) -> Page[IssueLine]:
        """A page of what everybody may read, or its first few; what was merged stands with its main issue."""
        where = [
            col(tables.Issue.community_id) == community,
            col(tables.Issue.published_at).is_not(None),
            col(tables.Issue.status) != "merged",
        ]
        async with self._read() as db:
            number, total, found = await _page(db, where, number, most=most)
            return Page(await rows.issue_lines(db, found), number, total)

    async def issue(self, issue: int) -> IssueLine | None:
        """One that everybody may read, of any community."""
        async with self._read() as db:
            row = await _published(db, issue)
            return (await rows.issue_lines(db, [row]))[0] if row else None

    async def own(self, references: Collection[str]) -> list[OwnReport]:
        """Reports by their codes, the latest first; a merged one tells what became of its main issue."""
        async with self._read() as db:
            query = (
                select(tables.Issue)
                .where(col(tables.Issue.reference).in_(references))
                .order_by(col(tables.Issue.reported_at).desc(), col(tables.Issue.id).desc())
            )
            return await rows.own_reports(db, (await db.scalars(query)).all())

    async def add_voice(self, issue: int, device: str) -> bool:
        """我也遇到; False when this device said so before, or when there is nothing to agree with."""
        try:
            async with self._write() as db:
                if await _published(db, issue) is None:
                    return False
                db.add(tables.IssueVoice(issue_id=issue, device=device))
        except IntegrityError:
            return False
        return True

    # What the desk does before others may read it

    async def page(self, community: int, *, unpublished: bool = False, number: int = 1) -> Page[DeskLine]:
        """A page of all issues, the latest first; or only of new ones that nobody has approved yet."""
        where = [col(tables.Issue.community_id) == community]
        if unpublished:
            where += [col(tables.Issue.published_at).is_(None), col(tables.Issue.status) == "collected"]
        async with self._read() as db:
            number, total, found = await _page(db, where, number)
            return Page(await rows.desk_lines(db, found), number, total)

    async def desk_issue(self, community: int, issue: int) -> DeskIssue | None:
        """One of this community with all that staff sees."""
        async with self._read() as db:
            row = await _row(db, community, issue)
            return await rows.desk_issue(db, row) if row else None

    async def photo(self, community: int, photo: int) -> DeskPhoto | None:
        """A picture of this community."""
        async with self._read() as db:
            row = await _photo(db, community, photo)
            return rows.desk_photo(row) if row else None

    async def publish(
        self, community: int, issue: int, wanted: Publication, *, at: datetime, who: Who
    ) -> bool:
        """Let everybody read it in these words, with these of its pictures; their files are public before."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return False
            row.title, row.place, row.published_at = wanted.title, wanted.place, row.published_at or at
            db.add(row)
            alt = described(wanted.title, wanted.place)
            for photo in await rows.photos_of(db, [issue]):
                photo.public, photo.alt = photo.id in wanted.photos, alt
                db.add(photo)
            audit(db, who, "issue.published", f"issue:{issue}", {"photos": len(wanted.photos)})
            return True

    async def withdraw(self, community: int, issue: int, *, who: Who) -> bool:
        """Take it and its pictures out of public sight; the files of the pictures go after this."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return False
            row.published_at = None
            db.add(row)
            await _hide_photos(db, col(tables.Photo.issue_id) == issue)
            audit(db, who, "issue.withdrawn", f"issue:{issue}")
            return True

    async def before_covering(self, community: int, photo: int, *, who: Who) -> DeskPhoto | None:
        """A picture that is about to be covered: not public any more from now on."""
        async with self._write() as db:
            row = await _photo(db, community, photo)
            if row is None or row.name is None:
                return None
            row.public = False
            db.add(row)
            audit(db, who, "photo.covered", f"photo:{photo}", {"issue": row.issue_id})
            return rows.desk_photo(row)

    async def covered(self, kept: Kept) -> None:
        """Remember what the picture is now."""
        async with self._write() as db:
            await db.execute(
                update(tables.Photo)
                .where(col(tables.Photo.name) == kept.name)
                .values(digest=kept.digest, width=kept.width, height=kept.height)
            )


class Known(Exception):
    """A report that was brought twice; `earlier` is the one that is kept."""

    def __init__(self, earlier: Reported) -> None:
        super().__init__("known")
        self.earlier = earlier


def described(title: str, place: str) -> str:
    """What a picture of it shows, for who cannot see it."""
    return f"{title}（{place}）" if place else title


async def _add(
    db: AsyncSession,
    community: int,
    report: Report,
    photos: Sequence[Kept],
    *,
    at: datetime,
    who: Who | None,
) -> Reported:
    row = tables.Issue(
        community_id=community,
        key="",
        reference=ids.reference(),
        report_key=report.key,
        title=report.words,
        words=report.words,
        place=report.place,
        source=report.source,
        status="collected",
        reported_at=at,
        status_at=at,
    )
    db.add(row)
    await db.flush()
    kept = _reported(row)
    row.key = f"L{kept.id}"
    db.add_all(
        tables.Photo(
            issue_id=kept.id,
            name=photo.name,
            path=public_name(photo.name, "large"),
            small=public_name(photo.name, "small"),
            width=photo.width,
            height=photo.height,
            digest=photo.digest,
            public=False,
            alt=described(report.words, report.place),
        )
        for photo in photos
    )
    if who is not None:
        audit(db, who, "issue.written_down", f"issue:{kept.id}", {"source": report.source})
    return kept


async def _known(db: AsyncSession, community: int, key: str) -> Reported | None:
    query = select(tables.Issue).where(
        col(tables.Issue.community_id) == community, col(tables.Issue.report_key) == key
    )
    row = (await db.scalars(query)).one_or_none()
    return _reported(row) if row else None


def _reported(row: tables.Issue) -> Reported:
    return Reported(rows.number(row.id), row.reference or "")


async def _page(
    db: AsyncSession, where: list[ColumnElement[bool]], number: int, *, most: int = PAGE_ROWS
) -> tuple[int, int, Sequence[tables.Issue]]:
    """The number of the page, the rows of all pages, and this page's, or the first few of them."""
    total = (await db.scalar(select(func.count()).select_from(tables.Issue).where(*where))) or 0
    number, before = offset(number, total)
    query = (
        select(tables.Issue)
        .where(*where)
        .order_by(col(tables.Issue.reported_at).desc(), col(tables.Issue.id).desc())
        .limit(most)
        .offset(before)
    )
    return number, total, (await db.scalars(query)).all()


async def _row(db: AsyncSession, community: int, issue: int) -> tables.Issue | None:
    query = select(tables.Issue).where(
        col(tables.Issue.community_id) == community, col(tables.Issue.id) == issue
    )
    return (await db.scalars(query)).one_or_none()


async def _published(db: AsyncSession, issue: int) -> tables.Issue | None:
    query = select(tables.Issue).where(
        col(tables.Issue.id) == issue, col(tables.Issue.published_at).is_not(None)
    )
    return (await db.scalars(query)).one_or_none()


async def _photo(db: AsyncSession, community: int, photo: int) -> tables.Photo | None:
    of_community = exists().where(
        col(tables.Issue.id) == col(tables.Photo.issue_id), col(tables.Issue.community_id) == community
    )
    query = select(tables.Photo).where(col(tables.Photo.id) == photo, of_community)
    return (await db.scalars(query)).one_or_none()


async def _hide_photos(db: AsyncSession, which: ColumnElement[bool]) -> None:
    await db.execute(update(tables.Photo).where(which).values(public=False))
