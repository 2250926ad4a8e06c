"""What every page of the desk has around it: where one can go, in which community, as whom."""

from http import HTTPStatus
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse

from deliberation.records.staff.views import CommunityView, StaffMember
from deliberation.session.phrases import N_
from web.communities import communities
from web.pages.render import render
from web.permissions import GET, PERMISSIONS
from web.staff import staff_member


class Place(Struct, frozen=True):
    """An entry of the desk's navigation. `route` is the name of its route: who may open it sees it."""

    route: str
    path: str
    label: str


PLACES: Final[tuple[Place, ...]] = (
    Place("desk", "/desk", N_("工作台")),
    Place("desk_issues", "/desk/issues", N_("线索")),
    Place("desk_sorting", "/desk/sorting", N_("分拣")),
    Place("desk_people", "/desk/people", N_("名册")),
    Place("desk_committee", "/desk/committee", N_("协商委员会")),
    Place("desk_groups", "/desk/groups", N_("利益相关方")),
    Place("desk_cards", "/desk/cards", N_("席位卡")),
    Place("desk_sessions", "/desk/sessions", N_("会议")),
    Place("desk_rules", "/desk/rules", N_("议事规则")),
    Place("desk_figures", "/desk/figures", N_("汇总")),
    Place("desk_handover", "/desk/handover", N_("交接")),
    Place("desk_trail", "/desk/trail", N_("留痕")),
    Place("desk_team", "/desk/team", N_("同事")),
    Place("desk_communities", "/desk/communities", N_("社区")),
)


async def render_desk(
    request: Request, template: str, *, here: str, status: HTTPStatus = HTTPStatus.OK, **values: object
) -> HTMLResponse:
    """Render a page that extends desk/base.html; `here` is the route of the place that it belongs to."""
    member = staff_member(request)
    return render(
        request,
        template,
        status=status,
        private=True,
        here=here,
        places=[place for place in PLACES if _may_open(member, place)],
        workplaces=workplaces(member, await communities(request)),
        **values,
    )


def workplaces(member: StaffMember, known: list[CommunityView]) -> list[CommunityView]:
    """The communities that this member may work in."""
    return [community for community in known if member.roles_in(community.id)]


def _may_open(member: StaffMember, place: Place) -> bool:
    row = PERMISSIONS[place.route, GET]
    return row.signed_in or member.has(row.staff)
