"""For every form that names something in its address, what its page would take; in an order that works.

In braces: what tests/web/everything.py prepared.
"""

from collections.abc import Mapping
from typing import Final

Form = Mapping[str, str]

FORMS: Final[Mapping[str, Form]] = {
    # The session
    "replace_card": {},
    "open_hall": {},
    # The staff
    "team_roles": {"role": "recorder", "community": "{slug}"},
    "team_link": {},
    "handover_end": {},
    "team_role_end": {},
    "team_close": {},
    "desk_communities_one": {"name": "改了名的社区", "slug": "", "timezone": "Asia/Shanghai"},
    # Remarks
    "issue_remark": {"text": "去看过了"},
    "topic_remark": {"text": "去看过了"},
    "session_remark": {"text": "去看过了"},
    # Issues
    "photo": {"x1": "10", "y1": "10", "width1": "20", "height1": "20"},
    "issue_publish": {"title": "改了的话", "place": "别处"},
    "issue_withdraw": {},
    "sort": {"do": "declined", "reply": "不办"},
    "sort_back": {},
    # Topics and groups
    "topic": {"title": "改了的议题", "background": "材料", "must": ""},
    "topic_groups": {"zh": "另一方", "en": "", "seats": "2"},
    "group": {"zh": "改了的一方", "en": "", "seats": "3"},
    "group_seats": {"person": "{other}"},
    "group_seat_remove": {},
    "group_choice": {"on": "2026-01-03", "way": "lot", "asked": "各户", "note": ""},
    "topic_groups_let_go": {"group": "{group}"},
    "topic_groups_touch": {"group": "{second_group}"},
    # Sessions before they begin
    "draft": {"title": "改了的会", "form": "talk"},
    "called_move": {"day": "2099-01-01", "clock": "14:00", "place": "别处", "why": "下雨"},
    "called_off": {"why": "下雨"},
    # The committee and the people
    "committee_seat": {"source": "party", "begins_on": "2020-02-01", "ends_on": ""},
    "standing_card": {},
    "committee_seat_remove": {},
    "person": {"name": "改了名", "org": "别处"},
    "person_state": {"do": "leave"},
}
