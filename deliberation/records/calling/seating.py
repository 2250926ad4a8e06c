"""Who gets which seat in a session that is called."""

from collections.abc import Iterator

from msgspec import Struct

from deliberation.records.calling.views import Plan
from deliberation.records.people.views import KnownPerson
from deliberation.session.names import Chamber, Role


class Place(Struct, frozen=True):
    """A seat to be made. `key` is what the ledger calls it."""

    person: KnownPerson
    role: Role
    chamber: Chamber
    votes: bool
    group: str | None = None

    @property
    def key(self) -> str:
        """One person has one seat, so the person names it."""
        return f"p{self.person.id}"


def seating(plan: Plan) -> Iterator[Place]:
    """Chair, recorder and supervision, then the standing members, then the groups, as the agenda has them.

    A standing member who takes the chair keeps the standing seat; whether they vote is rule 3.
    """
    standing = {person.id for person in plan.standing}
    taken: set[int] = set()
    roles: list[tuple[Role, KnownPerson | None]] = [
        ("chair", plan.chair),
        ("recorder", plan.recorder),
        ("supervisor", plan.supervisor),
    ]
    for role, person in roles:
        if person is not None and person.id not in taken:
            taken.add(person.id)
            sits = role == "chair" and person.id in standing
            yield Place(
                person, role, "standing" if sits else "none", votes=sits and plan.rules.voting.chair_votes
            )
    for person in plan.standing:
        if person.id not in taken:
            taken.add(person.id)
            yield Place(person, "member", "standing", votes=True)
    for group in plan.groups:
        for person in group.members:
            if person.id not in taken:
                taken.add(person.id)
                yield Place(person, "member", "interest", votes=True, group=group.key)
