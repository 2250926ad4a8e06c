"""Every parameter that the desk shows: to which rule on the wall it belongs, what it may be, and what is law.

`path` is the parameter's place in `session.rules.Ruleset`, such as speech.limit_seconds.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from deliberation.session.phrases import N_
from deliberation.session.wall_text import DETAILS, FRACTIONS


class Whole(Struct, frozen=True, tag=True):
    """A whole number of something."""

    least: int
    most: int
    unit: str


class OneOf(Struct, frozen=True, tag=True):
    """One of a few values, each with its words."""

    options: Mapping[str, str]


class SomeOf(Struct, frozen=True, tag=True):
    """Any of a few values, at least so many."""

    options: Mapping[str, str]
    least: int


class YesNo(Struct, frozen=True, tag=True):
    """Whether something holds."""


class Fixed(Struct, frozen=True, tag=True):
    """Shown and not to be changed; `why` is the law, or what this program can hold to."""

    words: str
    why: str


Kind: TypeAlias = Whole | OneOf | SomeOf | YesNo | Fixed


class Parameter(Struct, frozen=True):
    """One line of the form. `rule` is its number on the wall."""

    path: str
    rule: int
    label: str
    kind: Kind


METHODS: Final[Mapping[str, str]] = {
    "show_of_hands": N_("举手表决"),
    "paper_open": N_("书面表决，写名字"),
    "paper_secret": N_("书面表决，不写名字"),
    "online": N_("手机表决"),
}

SHARE: Final = OneOf(FRACTIONS)
MAJORITY: Final = OneOf({ratio: FRACTIONS[ratio] for ratio in ("1/2", "2/3", "3/4", "4/5")})

DAYS: Final = N_("天")
SECONDS: Final = N_("秒")
PEOPLE: Final = N_("人")
TIMES: Final = N_("次")

PARAMETERS: Final[tuple[Parameter, ...]] = (
    Parameter("notice_days_before_session", 1, N_("开会前几天发通知"), Whole(0, 30, DAYS)),
    Parameter("quorum.total_ratio", 2, N_("有表决权的委员，至少到会多少"), SHARE),
    Parameter("quorum.standing_ratio", 2, N_("常任委员到会多少"), SHARE),
    Parameter("quorum.standing_strict", 2, N_("常任委员要超过这个数，刚好不算"), YesNo()),
    Parameter("quorum.each_interest_group_min", 2, N_("每个利益方至少到几个人"), Whole(0, 10, PEOPLE)),
    Parameter("voting.chair_votes", 3, N_("主持人也投票"), YesNo()),
    Parameter("proposal.one_at_a_time", 4, N_("一个方案议完，才能提下一个"), YesNo()),
    Parameter(
        "proposal.must_be_actionable",
        5,
        N_("方案要说清哪几样"),
        SomeOf({str(detail): words for detail, words in DETAILS.items()}, 0),
    ),
    Parameter("proposal.seconds_required", 5, N_("方案要几个人附议"), Whole(1, 10, PEOPLE)),
    Parameter("speech.first_time_speakers_first", 6, N_("没说过的人先说"), YesNo()),
    Parameter("speech.alternate_for_against", 6, N_("赞成和反对轮着说"), YesNo()),
    Parameter("speech.state_position_first", 7, N_("先亮态度再讲理由"), YesNo()),
    Parameter("speech.address_chair_only", 7, N_("面向主持人讲"), YesNo()),
    Parameter("speech.max_per_person_per_topic", 8, N_("每人每个议题最多说几次"), Whole(1, 10, TIMES)),
    Parameter("speech.limit_seconds", 8, N_("每次最多多少秒"), Whole(30, 1800, SECONDS)),
    Parameter("speech.warn_at_remaining_seconds", 8, N_("还剩多少秒亮黄牌"), Whole(5, 300, SECONDS)),
    Parameter("speech.proposer_open_seconds", 8, N_("提案人开头说明，最多多少秒"), Whole(30, 1800, SECONDS)),
    Parameter("speech.proposer_close_seconds", 8, N_("提案人最后总结，最多多少秒"), Whole(30, 1800, SECONDS)),
    Parameter("speech.answer_seconds", 8, N_("回答问题，最多多少秒"), Whole(10, 600, SECONDS)),
    Parameter(
        "speech.interpreter_factor",
        8,
        N_("要人转述的，时间放宽到几倍"),
        OneOf({"1.0": N_("不放宽"), "1.5": N_("一倍半"), "2.0": N_("两倍")}),
    ),
    Parameter("warnings.remind", 9, N_("第几次提醒"), Whole(1, 10, TIMES)),
    Parameter("warnings.forfeit_turn", 9, N_("第几次停这轮发言"), Whole(1, 10, TIMES)),
    Parameter("warnings.ask_to_leave", 9, N_("第几次请出会场"), Whole(1, 10, TIMES)),
    Parameter(
        "amendment.max_depth",
        10,
        N_("方案能不能在会上改"),
        OneOf({"0": N_("不能，按提出的样子表决"), "1": N_("能改，修改不再套修改")}),
    ),
    Parameter("amendment.vote_before_main", 10, N_("先表决修改，再表决原案"), YesNo()),
    Parameter("amendment.seconds_required", 10, N_("修改要几个人附议"), Whole(1, 10, PEOPLE)),
    Parameter("objection.reason_required", 11, N_("有异议要说理由"), YesNo()),
    Parameter("objection.seconds_required", 11, N_("异议要几个人附议才必须答复"), Whole(1, 10, PEOPLE)),
    Parameter(
        "objection.second_round_trigger_ratio_of_group",
        11,
        N_("一方到会的人超过多少有异议，就再议一轮"),
        SHARE,
    ),
    Parameter(
        "objection.always_recorded_as_minority_opinion", 11, N_("有人附议的异议都记进不同意见"), YesNo()
    ),
    Parameter("close_debate.chair_asks_times", 12, N_("主持人问几遍还有没有不同意见"), Whole(1, 10, TIMES)),
    Parameter("close_debate.motion_ratio", 12, N_("提前结束讨论，要多少人同意"), MAJORITY),
    Parameter("close_debate.min_one_turn_each_side", 12, N_("赞成和反对都说过才能结束"), YesNo()),
    Parameter("voting.methods", 13, N_("可以用的表决方式"), SomeOf(METHODS, 1)),
    Parameter("voting.default_method", 13, N_("平常用哪一种"), OneOf(METHODS)),
    Parameter(
        "voting.threshold.base",
        13,
        N_("赞成票跟什么比"),
        OneOf(
            {
                "present": N_("到会有表决权的人数，弃权也算在内"),
                "cast": N_("赞成加反对的票数，弃权不算"),
            }
        ),
    ),
    Parameter("voting.threshold.ratio", 13, N_("赞成要多少"), MAJORITY),
    Parameter("voting.threshold.strict", 13, N_("要超过这个数，刚好不算"), YesNo()),
    Parameter("voting.secret_ballot_if_requested_ratio", 13, N_("多少人要求，就改无记名"), SHARE),
    Parameter("voting.tellers", 16, N_("几个人计票监票"), Whole(1, 5, PEOPLE)),
    Parameter(
        "voting.proxy_allowed",
        16,
        N_("代别人投票"),
        Fixed(N_("不能"), N_("一人一票，要本人投，程序不接受代投。")),
    ),
    Parameter(
        "deferral.party_org_study_required_for",
        17,
        N_("提交居民会议、居民代表会议以前，社区党组织先研究"),
        Fixed(N_("要"), N_("《城市居民委员会组织法》（2025 年修订）第三十条")),
    ),
    Parameter("publication.minutes_due_days", 18, N_("几天内出纪要"), Whole(1, 30, DAYS)),
    Parameter(
        "publication.notice_min_days",
        18,
        N_("公示至少多少天"),
        Fixed(N_("15 天"), N_("《城市居民委员会组织法》（2025 年修订）第三十四条")),
    ),
    Parameter("publication.objection_reply_days", 18, N_("公示意见几天内答复"), Whole(1, 60, DAYS)),
    Parameter("followup.update_every_days", 18, N_("每隔多少天报一次进展"), Whole(7, 365, DAYS)),
    Parameter("followup.evidence_required_on_done", 18, N_("办完了要有照片或凭证"), YesNo()),
)
