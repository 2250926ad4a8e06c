"""What pages get to see of the staff: plain frozen records, free of the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Literal, get_args

from msgspec import Struct

StaffRole = Literal["administrator", "social_worker", "recorder", "supervision", "district", "responsible"]
"""What somebody may do at the desk; in the hall, the roles of seats count."""

STAFF_ROLES: Final[tuple[StaffRole, ...]] = get_args(StaffRole)


class CommunityView(Struct, frozen=True):
    """社区."""

    id: int
    slug: str
    name: str
    timezone: str
    sorting_days: int
    """After how many days an issue has waited too long for its sorting."""


class Who(Struct, frozen=True):
    """Whose act it is, as the audit trail keeps it. A seat card and the command line have no account."""

    name: str
    account: int | None = None
    community: int | None = None


class Grant(Struct, frozen=True):
    """A role for a time; the administrator's has no community. `handed_by`: whose role it is otherwise."""

    id: int
    role: StaffRole
    community: CommunityView | None
    begins_at: datetime
    ends_at: datetime | None
    handed_by: str | None


class StaffMember(Struct, frozen=True):
    """Who sits at the desk now, with what holds at this moment."""

    id: int
    name: str
    display_name: str
    sign_in: str
    """The fingerprint of this browser's sign-in."""
    community: CommunityView | None
    """Where they work now; none before there is any community, or any role in one."""
    grants: tuple[Grant, ...]
    has_second_factor: bool

    def roles_in(self, community: int | None) -> frozenset[StaffRole]:
        """Their roles in this community; the administrator is one everywhere."""
        return frozenset(
            grant.role for grant in self.grants if grant.community is None or grant.community.id == community
        )

    @property
    def roles(self) -> frozenset[StaffRole]:
        """Their roles where they work now."""
        return self.roles_in(self.community.id if self.community else None)

    def has(self, roles: Collection[StaffRole]) -> bool:
        """Whether they have one of these roles where they work now."""
        return not self.roles.isdisjoint(roles)

    @property
    def who(self) -> Who:
        """As the audit trail keeps them."""
        return Who(self.display_name, self.id, self.community.id if self.community else None)
