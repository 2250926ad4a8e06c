"""The words of closed lists, as they stand on pages; message ids for `_`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from deliberation.records.issues.sorting import Decision
from deliberation.records.issues.views import IssueSource, IssueStatus
from deliberation.records.people.names import PlanName, Source, Way
from deliberation.records.staff.views import StaffRole
from deliberation.records.topics.names import Must
from deliberation.records.views import ListStatus, SessionLine
from deliberation.session.names import Form, ObjectionStatus, ProposalStatus, Role
from deliberation.session.phrases import N_

FORMS: Final[Mapping[Form, str]] = {
    "talk": N_("恳谈会（只听意见）"),
    "deliberation": N_("议事会"),
    "mediation": N_("协调会"),
    "hearing": N_("听证会"),
    "appraisal": N_("评议会"),
}

ANNOUNCED: Final = N_("已通知")

# STATUSES, PROPOSALS and OBJECTIONS: the same words as in frontend/src/parts/words.ts.
STATUSES: Final[Mapping[ListStatus, str]] = {
    "noticed": ANNOUNCED,
    "cancelled": N_("取消了"),
    "check_in": N_("正在签到"),
    "in_progress": N_("正在开会"),
    "recess": N_("休息"),
    "closed": N_("散会了"),
    "inquorate": N_("人数不够，没有开成"),
}

ROLES: Final[Mapping[Role, str]] = {
    "chair": N_("主持人"),
    "recorder": N_("记录人"),
    "member": N_("委员"),
    "observer": N_("列席"),
    "supervisor": N_("监督"),
    "wall": N_("大屏"),
    "public": N_("旁观"),
}

PROPOSALS: Final[Mapping[ProposalStatus, str]] = {
    "proposed": N_("等附议"),
    "seconded": N_("可以讨论"),
    "debating": N_("正在讨论"),
    "voting": N_("正在表决"),
    "adopted": N_("通过"),
    "not_adopted": N_("没通过"),
    "contested": N_("还没有共识"),
    "referred": N_("提交上会"),
    "withdrawn": N_("撤回了"),
}

OBJECTIONS: Final[Mapping[ObjectionStatus, str]] = {
    "raised": N_("等附议"),
    "seconded": N_("等答复"),
    "answered": N_("已答复"),
    "resolved_by_amendment": N_("改了方案"),
    "resolved_by_referral": N_("提交上会"),
    "sustained_second_round": N_("再议一轮"),
    "withdrawn": N_("撤回了"),
}

STAFF_ROLES: Final[Mapping[StaffRole, str]] = {
    "administrator": N_("管理员"),
    "social_worker": N_("社工"),
    "recorder": N_("记录人"),
    "supervision": N_("居务监督"),
    "district": N_("街道、民政"),
    "responsible": N_("责任方"),
}

SOURCES: Final[Mapping[Source, str]] = {
    "party": N_("社区党组织"),
    "residents_committee": N_("居委会"),
    "supervision": N_("居务监督委员会"),
    "owners": N_("业委会"),
    "property": N_("物业"),
    "local_unit": N_("驻区单位"),
    "social_org": N_("社会组织"),
    "representative": N_("居民代表"),
    "other": N_("其他"),
}

PLANS: Final[Mapping[PlanName, str]] = {
    "free": N_("不作要求"),
    "three": N_("三方（居委会、业委会、物业）"),
    "five": N_("五位一体（社区党组织、居委会、业委会、物业、驻区单位）"),
}

WAYS: Final[Mapping[Way, str]] = {
    "elected": N_("开会推选"),
    "recommended": N_("楼组、单位推荐"),
    "volunteered": N_("报名，大家没有意见"),
    "lot": N_("报名，抽签"),
    "sent": N_("单位委派"),
}

MUST_WORDS: Final[Mapping[Must, str]] = {
    "": N_("还没有想过"),
    "major": N_("大家的重大事项，必须协商"),
    "dispute": N_("涉及多人的矛盾纠纷，必须协商"),
    "asked": N_("许多居民要求"),
    "no": N_("不是必须，愿意听大家意见"),
}

ISSUE_STATUSES: Final[Mapping[IssueStatus, str]] = {
    "collected": N_("收到了"),
    "merged": N_("合在一起"),
    "on_agenda": N_("要上会商量"),
    "handled_directly": N_("直接去办"),
    "escalated": N_("报给有关部门"),
    "declined": N_("没有列成议题"),
}

ISSUE_FATES: Final[Mapping[IssueStatus, str]] = {
    "collected": N_("收到了，社工会看。看过以后，结果写在这里。"),
    "merged": N_("别人也报了同一件事，合在一起办。"),
    "on_agenda": N_("列成了议题，要在议事会上大家商量。"),
    "handled_directly": N_("不用开会，直接去办。"),
    "escalated": N_("社区办不了，报给了有关部门。"),
    "declined": N_("这次没有列成议题。"),
}
"""What became of it, for who reported it."""

USUAL_REASONS: Final[Mapping[Decision, tuple[str, ...]]] = {
    "handled_directly": (
        N_("今天就请物业去处理。"),
        N_("社工已经联系，本周内办好。"),
        N_("志愿者已经去办了。"),
    ),
    "escalated": (
        N_("这件事归部门管，社区已经报上去，有了答复写在这里。"),
        N_("要专业人员来看，已经约了时间。"),
    ),
    "declined": (
        N_("这是两家之间的事，人民调解员会上门。"),
        N_("已经办好了，现场看过。"),
        N_("没有找到这个地方，请到窗口再说一次。"),
    ),
}
"""What is written again and again, to choose from."""

ISSUE_SOURCES: Final[Mapping[IssueSource, str]] = {
    "phone": N_("居民用手机报的"),
    "walk_in": N_("来窗口说的"),
    "paper": N_("纸条、意见箱"),
    "call": N_("打电话说的"),
    "patrol": N_("网格巡查"),
    "visit": N_("入户走访"),
    "petition": N_("联名信"),
    "other": N_("其他"),
}

STAMPS: Final[Mapping[str, str]] = {
    "residents_meeting": N_("需居民会议决定"),
    "residents_representative_meeting": N_("需居民代表会议决定"),
    "owners_decision": N_("需业主共同决定"),
    "street_office": N_("需街道办理"),
    "department": N_("需职能部门办理"),
}


def status_word(line: SessionLine, *, at: datetime) -> str:
    """How a session stands, for lists: before its day, one that waits for its check-in is announced."""
    today = at.astimezone(line.hall_time.tzinfo).date()
    if line.status == "check_in" and line.hall_time.date() > today:
        return ANNOUNCED
    return STATUSES[line.status]
