"""Versions of the rules of order: each is kept as it was saved, and a session keeps the one it began with."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.language import LOCALES, speaker
from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.session.phrases import phrase
from deliberation.session.rules import Ruleset


class VersionLine(Struct, frozen=True):
    """One version in the list: how many sessions began with it, and whether new ones will."""

    version: str
    name: dict[str, str]
    sessions: int
    current: bool


class Rulebook:
    """The rules of order of every community."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def versions(self, community: int) -> list[VersionLine]:
        """All versions, the newest first; a community that has none yet has the packaged one."""
        async with self._read() as db:
            used = (
                select(tables.Session.ruleset_id, func.count().label("sessions"))
                .group_by(col(tables.Session.ruleset_id))
                .subquery()
            )
            query = (
                select(tables.RulesetVersion, func.coalesce(used.c.sessions, 0))
                .join(used, used.c.ruleset_id == col(tables.RulesetVersion.id), isouter=True)
                .where(col(tables.RulesetVersion.community_id) == community)
                .order_by(col(tables.RulesetVersion.id).desc())
            )
            rows = (await db.execute(query)).all()
        if not rows:
            default = packaged()
            return [VersionLine(default.id, default.name, 0, current=True)]
        return [
            VersionLine(row.version, _ruleset(row).name, sessions, current=place == 0)
            for place, (row, sessions) in enumerate(rows)
        ]

    async def current(self, community: int) -> Ruleset:
        """The newest version: what the next session is called under."""
        async with self._read() as db:
            row = await _newest(db, community)
            return _ruleset(row) if row else packaged()

    async def version(self, community: int, version: str) -> Ruleset | None:
        """One version of this community's."""
        async with self._read() as db:
            query = select(tables.RulesetVersion).where(
                col(tables.RulesetVersion.community_id) == community,
                col(tables.RulesetVersion.version) == version,
            )
            row = (await db.scalars(query)).one_or_none()
            if row is not None:
                return _ruleset(row)
            none_yet = await _newest(db, community) is None
        return packaged() if none_yet and version == packaged().id else None

    async def save(self, community: int, rules: Ruleset, *, who: Who) -> Ruleset:
        """Keep these parameters as the newest version; gives them back under its number and name."""
        async with self._write() as db:
            # The community's row is the lock: two savers get two numbers.
            await db.execute(
                select(tables.Community.id).where(col(tables.Community.id) == community).with_for_update()
            )
            row = await ensure_ruleset(db, community)
            count = await db.scalar(
                select(func.count())
                .select_from(tables.RulesetVersion)
                .where(col(tables.RulesetVersion.community_id) == community)
            )
            number = (count or 0) + 1
            title = phrase("议事规则（第 {number} 版）", number=number)
            saved = replace(
                rules, id=f"v{number}", name={locale: speaker(locale)(title) for locale in LOCALES}
            )
            db.add(
                tables.RulesetVersion(
                    community_id=community, version=saved.id, body=msgspec.to_builtins(saved)
                )
            )
            audit(db, who, "ruleset.saved", f"ruleset:{saved.id}", {"before": row.version})
            return saved


async def ensure_ruleset(db: AsyncSession, community: int) -> tables.RulesetVersion:
    """The newest version's row, for a session that is called under it; the packaged one if there is none."""
    row = await _newest(db, community)
    if row is None:
        default = packaged()
        row = tables.RulesetVersion(
            community_id=community, version=default.id, body=msgspec.to_builtins(default)
        )
        db.add(row)
        await db.flush()
    return row


@cache
def packaged() -> Ruleset:
    """The default rules of order, which come with the program."""
    source = files("deliberation.demo").joinpath("ruleset-default.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(source)["ruleset"], Ruleset)


async def _newest(db: AsyncSession, community: int) -> tables.RulesetVersion | None:
    query = (
        select(tables.RulesetVersion)
        .where(col(tables.RulesetVersion.community_id) == community)
        .order_by(col(tables.RulesetVersion.id).desc())
        .limit(1)
    )
    return (await db.scalars(query)).one_or_none()


def _ruleset(row: tables.RulesetVersion) -> Ruleset:
    return msgspec.convert(row.body, Ruleset)
