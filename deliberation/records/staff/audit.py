"""The audit trail: each act of the staff is one line, written in the transaction of the change itself."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from deliberation.clock import utc_now
from deliberation.records.staff.acts import ACTS
from deliberation.records.staff.tables import AuditLine
from deliberation.records.staff.views import Who


def audit(
    db: AsyncSession,
    who: Who,
    act: str,
    target: str,
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Add a line to the open transaction. `target` is kind:id; `detail`: see acts.py."""
    if act not in ACTS:
        raise LookupError(act)
    db.add(
        AuditLine(
            at=utc_now(),
            account_id=who.account,
            who=who.name,
            community_id=who.community,
            act=act,
            target=target,
            detail=dict(detail or {}),
        )
    )
