"""The permission matrix: who may open which page and send which form. Live commands: session/rights.py.

One row for each route and method; web/guard.py enforces it, and a route without a row cannot be served.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from deliberation.records.people.sheet import FILE_BYTES, REWRITTEN_BYTES
from deliberation.records.staff.views import STAFF_ROLES, StaffRole
from deliberation.session.names import Role

FORM_BYTES: Final = 256 * 1024
"""What a form without files may weigh: the longest text that it has room for, many times over."""

REPORT_BYTES: Final = 64_000_000
"""Three photos of the largest kind, or four of what phones usually take."""
REPORT_FILES: Final = 8
"""More than are taken, so that the form itself can say that it is too many."""
REPORT_FIELDS: Final = 20


class Allow(Struct, frozen=True):
    """Who may, and how much they may send.

    `seats`: holders of such a seat in the session that the address names. `staff`: those with such a role
    where they work now, or, on a session's address, in the community whose session it is. Whatever else an
    address names, the page looks for it in the community of the desk only, and answers 404 otherwise.
    """

    anyone: bool = False
    signed_in: bool = False
    seats: frozenset[Role] = frozenset()
    staff: frozenset[StaffRole] = frozenset()
    body: int = FORM_BYTES
    """Bytes that a request may bring."""
    files: int = 0
    """Files that a form may bring."""
    fields: int = 1000
    """Other fields that a form may bring."""


def staff_with(*roles: StaffRole) -> Allow:
    """Staff with one of these roles."""
    return Allow(staff=frozenset(roles))


ANYONE: Final = Allow(anyone=True)
SIGNED_IN: Final = Allow(signed_in=True)
HAS_A_ROLE: Final = staff_with(*STAFF_ROLES)
ADMINISTRATOR: Final = staff_with("administrator")
PREPARERS: Final = frozenset[StaffRole]({"administrator", "social_worker"})
"""Who prepares sessions."""

READERS: Final = frozenset(STAFF_ROLES) - {"responsible"}
"""Who reads at the desk what is not public yet. District sees figures; a page decides what it shows them."""

KNOWS_PEOPLE: Final = Allow(staff=READERS - {"district"})
"""Who reads real names. District sees figures only."""

CARD_KEEPERS: Final = Allow(seats=frozenset[Role]({"chair", "recorder"}), staff=PREPARERS)

GET: Final = "GET"
POST: Final = "POST"

PERMISSIONS: Final[Mapping[tuple[str, str], Allow]] = {
    # In public
    ("front", GET): ANYONE,
    ("sessions", GET): ANYONE,
    ("session", GET): ANYONE,
    ("wall", GET): ANYONE,
    ("phone", GET): ANYONE,
    ("join_by_code", GET): ANYONE,
    ("join", GET): ANYONE,
    ("join", POST): ANYONE,
    ("card", GET): ANYONE,
    ("leave", GET): ANYONE,
    ("leave", POST): ANYONE,
    ("issues", GET): ANYONE,
    ("issue", GET): ANYONE,
    ("me_too", POST): ANYONE,
    ("topics", GET): ANYONE,
    ("public_topic", GET): ANYONE,
    ("report", GET): ANYONE,
    ("report", POST): Allow(anyone=True, body=REPORT_BYTES, files=REPORT_FILES, fields=REPORT_FIELDS),
    ("own_reports", GET): ANYONE,
    ("own_reports", POST): ANYONE,
    ("notice", GET): ANYONE,
    ("door", GET): ANYONE,
    ("calendar", GET): ANYONE,
    # In the hall
    ("chair", GET): Allow(seats=frozenset({"chair"})),
    ("record", GET): Allow(seats=frozenset({"recorder"})),
    ("cards", GET): CARD_KEEPERS,
    ("replace_card", POST): CARD_KEEPERS,
    ("open_hall", POST): CARD_KEEPERS,
    ("attendance", GET): CARD_KEEPERS,
    # At the desk: coming and going
    ("desk", GET): SIGNED_IN,
    ("sign_in", GET): ANYONE,
    ("sign_in", POST): ANYONE,
    ("welcome", GET): ANYONE,  # who has the link
    ("welcome", POST): ANYONE,
    ("sign_out", POST): SIGNED_IN,
    ("sign_out_everywhere", POST): SIGNED_IN,
    ("desk_community", POST): SIGNED_IN,
    ("account", GET): SIGNED_IN,
    ("account_password", POST): SIGNED_IN,
    ("second_factor", GET): SIGNED_IN,
    ("second_factor", POST): SIGNED_IN,
    ("second_factor_off", POST): SIGNED_IN,
    ("desk_handover", GET): HAS_A_ROLE,
    ("desk_handover", POST): HAS_A_ROLE,
    ("handover_end", POST): HAS_A_ROLE,
    # Who may see what the others did, and who gives roles
    ("desk_trail", GET): staff_with("administrator", "supervision"),
    ("desk_team", GET): ADMINISTRATOR,
    ("desk_team", POST): ADMINISTRATOR,
    ("team_roles", POST): ADMINISTRATOR,
    ("team_role_end", POST): ADMINISTRATOR,
    ("team_link", POST): ADMINISTRATOR,
    ("team_close", POST): ADMINISTRATOR,
    ("desk_communities", GET): ADMINISTRATOR,
    ("desk_communities", POST): ADMINISTRATOR,
    ("desk_communities_one", POST): ADMINISTRATOR,
    ("desk_figures", GET): Allow(staff=READERS),
    # At the desk: topics, sessions before they begin, papers
    ("topic", GET): Allow(staff=READERS),
    ("topic", POST): Allow(staff=PREPARERS),
    ("desk_sessions", GET): Allow(staff=READERS),
    ("desk_sessions", POST): Allow(staff=PREPARERS),
    ("draft", GET): Allow(staff=PREPARERS),
    ("draft", POST): Allow(staff=PREPARERS),
    ("called", GET): Allow(staff=READERS),
    ("called_move", POST): Allow(staff=PREPARERS),
    ("called_off", POST): Allow(staff=PREPARERS),
    ("empty_forms", GET): Allow(staff=READERS),
    # At the desk: the rules of order
    ("desk_rules", GET): Allow(staff=READERS),
    ("desk_rules_version", GET): Allow(staff=READERS),
    ("desk_rules_new", GET): Allow(staff=PREPARERS),
    ("desk_rules_save", POST): Allow(staff=PREPARERS),
    # At the desk: issues
    ("desk_issues", GET): KNOWS_PEOPLE,
    ("desk_issue", GET): KNOWS_PEOPLE,
    ("desk_sorting", GET): KNOWS_PEOPLE,
    ("sorting_days", POST): Allow(staff=PREPARERS),
    ("sort", POST): Allow(staff=PREPARERS),
    ("sort_back", POST): Allow(staff=PREPARERS),
    ("issue_remark", POST): KNOWS_PEOPLE,
    ("topic_remark", POST): Allow(staff=READERS),
    ("session_remark", POST): Allow(staff=READERS),
    ("issue_publish", POST): Allow(staff=PREPARERS),
    ("issue_withdraw", POST): Allow(staff=PREPARERS),
    ("photo", GET): Allow(staff=PREPARERS),
    ("photo", POST): Allow(staff=PREPARERS),
    ("photo_file", GET): KNOWS_PEOPLE,
    # At the desk: people, the committee, groups, cards
    ("desk_people", GET): KNOWS_PEOPLE,
    ("person_new", GET): Allow(staff=PREPARERS),
    ("person_new", POST): Allow(staff=PREPARERS),
    ("person", GET): KNOWS_PEOPLE,
    ("person", POST): Allow(staff=PREPARERS),
    ("person_state", POST): Allow(staff=PREPARERS),
    ("people_import", GET): Allow(staff=PREPARERS),
    ("people_import", POST): Allow(staff=PREPARERS, body=FILE_BYTES + FORM_BYTES, files=1),
    ("people_confirm", POST): Allow(staff=PREPARERS, body=REWRITTEN_BYTES + FORM_BYTES),
    ("people_blank", GET): Allow(staff=PREPARERS),
    ("people_export", POST): Allow(staff=PREPARERS),
    ("desk_committee", GET): KNOWS_PEOPLE,
    ("desk_committee", POST): Allow(staff=PREPARERS),
    ("committee_plan", POST): Allow(staff=PREPARERS),
    ("committee_seat", GET): Allow(staff=PREPARERS),
    ("committee_seat", POST): Allow(staff=PREPARERS),
    ("committee_seat_remove", POST): Allow(staff=PREPARERS),
    ("standing_cards", GET): Allow(staff=PREPARERS),
    ("standing_card", POST): Allow(staff=PREPARERS),
    ("desk_groups", GET): KNOWS_PEOPLE,
    ("desk_groups", POST): Allow(staff=PREPARERS),
    ("topic_groups", GET): KNOWS_PEOPLE,
    ("topic_groups", POST): Allow(staff=PREPARERS),
    ("topic_groups_touch", POST): Allow(staff=PREPARERS),
    ("topic_groups_let_go", POST): Allow(staff=PREPARERS),
    ("group", GET): KNOWS_PEOPLE,
    ("group", POST): Allow(staff=PREPARERS),
    ("group_seats", POST): Allow(staff=PREPARERS),
    ("group_seat_remove", POST): Allow(staff=PREPARERS),
    ("group_choice", POST): Allow(staff=PREPARERS),
    ("group_record", GET): KNOWS_PEOPLE,
    ("desk_cards", GET): Allow(staff=PREPARERS),
    # For programs and operators
    ("asyncapi", GET): ANYONE,
    ("healthz", GET): ANYONE,
    ("readyz", GET): ANYONE,
    ("metrics", GET): ANYONE,  # the page itself asks whether it is the operator
    ("static", GET): ANYONE,
    ("media", GET): ANYONE,
}
