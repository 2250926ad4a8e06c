"""Why a command is refused: a stable code, the rule's number, and a sentence that says what to do."""

from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

from msgspec import Struct

from deliberation.session.phrases import N_, Label, Phrase, Value


class Refusal(Struct, frozen=True):
    """One kind of refusal. `text` is a message id whose named places `Rejected.values` fills."""

    text: str
    rule: int | None = None


class Rejected(Exception):
    """The rules do not allow this command now, and nothing happened.

    `detail` is for programs; `values` are phrases that only the sentence needs.
    """

    def __init__(
        self, code: str, detail: dict[str, Any] | None = None, values: dict[str, Value] | None = None
    ) -> None:
        """`code` is a key of REFUSALS."""
        super().__init__(code)
        self.code = code
        self.detail: dict[str, Any] = detail or {}
        refusal = REFUSALS[code]
        if refusal.rule is not None:
            self.detail = {**self.detail, "rule": refusal.rule}
        plain = {key: value for key, value in self.detail.items() if isinstance(value, str | int)}
        self.phrase = Phrase(refusal.text, {**plain, **(values or {})})
        if refusal.rule is not None:
            self.phrase = Phrase(RULE_SUFFIX, {"sentence": self.phrase, "rule": refusal.rule})


RULE_SUFFIX = N_("{sentence}（议事规则第{rule}条）")


Detail: TypeAlias = "Value | Mapping[str, Any] | list[Any]"


def require(condition: object, code: str, **detail: Detail) -> None:
    """Refuse with `code` unless the condition holds. A detail that is a Phrase only fills the sentence."""
    if not condition:
        refuse(code, **detail)


def refuse(code: str, **detail: Detail) -> NoReturn:
    """Refuse with `code`."""
    values: dict[str, Value] = {k: v for k, v in detail.items() if isinstance(v, Phrase | Label | tuple)}
    raise Rejected(code, {k: v for k, v in detail.items() if k not in values}, values)


REFUSALS: dict[str, Refusal] = {
    # Who may
    "ticket_needed": Refusal(N_("您现在只能看。要参加，请扫您的席位卡，或向工作人员要一张。")),
    "not_chair": Refusal(N_("这一步只有主持人能做。")),
    "not_recorder": Refusal(N_("这一步只有记录人能做。")),
    "not_staff": Refusal(N_("这一步由主持人或记录人来做。")),
    "not_member": Refusal(N_("这一步只有委员能做。")),
    "not_your_seat": Refusal(N_("这是别人的席位，您只能用自己的席位。")),
    "not_yours": Refusal(N_("这不是您提出的，只有提出的人能撤回。")),
    "chair_is_neutral": Refusal(N_("主持人不表态。想发言，请先请别人接过主持。"), 3),
    "by_own_hand": Refusal(N_("不公开的票不能由别人代填，请给本人一张纸票。"), 16),
    # Entered later
    "later_entry_in_future": Refusal(N_("补录的时间还没有到。请看清是几点发生的。")),
    "later_entry_too_early": Refusal(N_("补录的时间太早，不能早于 {day}，也就是开会那天。请看清日期。")),
    "later_entry_out_of_order": Refusal(
        N_("前一条补录的事发生在 {time}，请按先后补。漏了的，关掉补录，写一条备注说明是几点的事。")
    ),
    # Unknown things
    "unknown_seat": Refusal(N_("没有这个席位：{seat}。请从名单里选。")),
    "unknown_topic": Refusal(N_("没有这个议题：{topic}。请从今日议题里选。")),
    "unknown_issue": Refusal(N_("没有这条线索：{issue}。")),
    "unknown_target": Refusal(N_("找不到 {target}，可能已经撤回。请刷新后再试。")),
    "unknown_vote": Refusal(N_("没有这次表决：{vote}。")),
    "unknown_hand": Refusal(N_("这只手已经放下了，请从队伍里另选一位。")),
    "unknown_entry": Refusal(N_("记录里没有第 {seq} 条。")),
    "unknown_reason": Refusal(N_("请从规则列出的原因里选一个。"), 17),
    "unknown_body": Refusal(
        N_("请选交给谁决定：居民会议、居民代表会议、业主共同决定、街道（镇）或职能部门。"), 17
    ),
    "unknown_electorate": Refusal(N_("没有这个利益方或席位：{name}。")),
    # The session's own course
    "already_open": Refusal(N_("会已经开了。")),
    "not_open_yet": Refusal(N_("会还没有开始。请主持人先宣布开会。")),
    "in_recess": Refusal(N_("正在休会。请主持人先宣布继续开会。")),
    "not_in_recess": Refusal(N_("现在没有休会。")),
    "session_over": Refusal(N_("会已经结束，只能追加更正。")),
    "read_back_first": Refusal(N_("散会前请先把记录读一遍。"), 16),
    "no_topic": Refusal(N_("还没有开始议哪件事。请主持人先打开一个议题。")),
    "topic_already_open": Refusal(N_("正在议这件事。")),
    "topic_not_open": Refusal(N_("现在议的不是这件事。一次只议一件事。"), 4),
    "same_form": Refusal(N_("会议形式没有变。")),
    "form_cannot_vote": Refusal(N_("{form}不表决。要表决，请主持人先改开议事会。"), 2),
    "form_has_no_proposals": Refusal(N_("{form}不提方案。要定方案，请主持人先改开议事会。")),
    # Appraisals
    "appraisal_only": Refusal(N_("只有评议会打分。要表决，请主持人开始表决。")),
    "item_needed": Refusal(N_("请写评什么。")),
    # Hearings
    "hearing_only": Refusal(N_("只有听证会这样提意见。现在想说话，请举手。")),
    "opinion_empty": Refusal(N_("请写出意见。")),
    "opinion_answered": Refusal(N_("这条意见已经答复。要改，请在记录里更正。")),
    "opinion_unanswered": Refusal(N_("还有意见没有答复采纳不采纳：{text}")),
    # Presence
    "already_present": Refusal(N_("{name}已经签到。")),
    "not_present": Refusal(N_("{name}还没有签到。请先签到。"), 2),
    "asked_to_leave": Refusal(N_("{name}已被请出会场，只有主持人或记录人能重新登记到会。"), 9),
    "recusal_standing_only": Refusal(N_("回避只适用于常任委员；利益相关方委员本来就是代表一方来的。"), 15),
    "already_recused": Refusal(N_("{name}已经回避。"), 15),
    "reason_needed": Refusal(N_("请写明原因。")),
    "tellers_wrong": Refusal(N_("要有 {needed} 位到会的计票、监票人，来自不同席别。"), 16),
    # Floor
    "hand_already_up": Refusal(N_("您已经举手了，请等主持人点到。"), 6),
    "no_hand": Refusal(N_("您没有举手。")),
    "no_speeches_left": Refusal(N_("{name}在这件事上已经说满 {limit} 次。"), 8),
    "turn_forfeited": Refusal(N_("{name}受到几次提醒，这件事上不再发言。"), 9),
    "position_first": Refusal(N_("先请{name}亮明态度：赞成、反对、中间，还是提问。"), 7),
    "someone_speaking": Refusal(N_("{name}正在发言，请等他说完。"), 9),
    "nobody_speaking": Refusal(N_("现在没有人在发言。")),
    "hand_or_seat": Refusal(N_("请选一只举起的手，或者点一位的名。")),
    "proposer_only": Refusal(N_("开场说明和最后陈述只有提案人能做，各一次。"), 8),
    "raise_for_speech": Refusal(N_("举手只用来要求发言、开场说明或最后陈述；回答问题由主持人点名。"), 6),
    "vote_running": Refusal(N_("正在表决，请等表决结束。"), 13),
    # Motions
    "title_needed": Refusal(N_("请给方案起个名字。"), 5),
    "not_actionable": Refusal(N_("方案要说清：{wanted}。还缺：{missing}。"), 5),
    "one_at_a_time": Refusal(N_("正在议“{title}”。说完这件，再提下一件。"), 4),
    "own_motion": Refusal(N_("自己提的，要请别人附议。"), 5),
    "already_seconded": Refusal(N_("您已经附议过了。")),
    "already_decided": Refusal(N_("“{title}”已经有结论了。"), 4),
    "needs_second": Refusal(N_("“{title}”还没有人附议。有 {needed} 人附议才讨论、表决。"), 5),
    "no_amendments": Refusal(N_("本社区的议事规则不设修改，请对方案直接表决。"), 10),
    "amendment_depth": Refusal(N_("修改不能再套修改。请直接对方案提修改。"), 10),
    "object_to_proposal": Refusal(N_("异议请对着方案提；对修改有不同意见，可以发言，也可以投反对票。"), 11),
    "objection_closed": Refusal(N_("这条异议已经答复或撤回。"), 11),
    "no_amendment_yet": Refusal(N_("还没有修改案，不能写“已改方案”。请先提修改，或换一种答复。"), 11),
    # Closing the debate
    "nothing_on_table": Refusal(N_("现在没有正在讨论的方案。请先提方案，并有人附议。"), 4),
    "hands_waiting": Refusal(N_("还有 {count} 人举着手，先请他们说。"), 12),
    "debate_already_closed": Refusal(N_("讨论已经结束，可以表决了。"), 12),
    "calls_enough": Refusal(N_("已经问满 {needed} 遍，可以结束讨论了。"), 12),
    "debate_not_exhausted": Refusal(
        N_(
            "先问满 {needed} 遍“还有不同意见吗”（已问 {calls} 遍），"
            "或者到会的人有{ratio}要求结束（已有 {movers} 人，要 {movers_needed} 人）。"
        ),
        12,
    ),
    "one_side_unheard": Refusal(
        N_("要提前结束，赞成和反对两方都要至少说过一次。请改问 {needed} 遍“还有不同意见吗”。"), 12
    ),
    "debate_closed": Refusal(N_("这件事的讨论已经结束，等着表决。"), 12),
    "already_moved": Refusal(N_("您已经要求结束讨论。"), 12),
    # Votes
    "debate_open": Refusal(N_("“{title}”还没有结束讨论。先问有没有不同意见，再结束讨论。"), 12),
    "amendment_first": Refusal(N_("先表决修改“{title}”，再表决原案。"), 10),
    "objection_unanswered": Refusal(N_("有人附议的异议还没有答复：{reason}"), 11),
    "second_round_needed": Refusal(
        N_("{label}到会的人过半都有同一异议：先答复，再改方案，或者两边再各说一轮，才能表决。"), 11
    ),
    "motion_mismatch": Refusal(N_("修改用“修改”表决，方案用“实质”或“提交上会”表决。"), 10),
    "method_not_allowed": Refusal(N_("本社区的议事规则没有这种表决方法。"), 13),
    "method_not_secret": Refusal(N_("举手和记名票是公开的；要不公开，请用无记名票或手机投票。"), 13),
    "paper_is_secret": Refusal(N_("无记名票不能公开记名。"), 13),
    "secrecy_not_available": Refusal(N_("这个级别的保密现在还没有，请用无记名票。"), 13),
    "secret_requested": Refusal(
        N_("有 {count} 人要求无记名（到会的{ratio}以上），请用无记名票或不公开的手机投票。"), 13
    ),
    "notice_too_late": Refusal(N_("这个议题没有提前 {days} 天通知，今天只听意见，不表决。"), 1),
    "no_quorum": Refusal(N_("到会人数不够，不能表决：{missing}。可以等人到齐，或者改开恳谈会。"), 2),
    "tellers_needed": Refusal(N_("举手和纸票要 {needed} 位在场的人计票、监票。请先指定计票、监票人。"), 16),
    "nobody_eligible": Refusal(N_("没有人能参加这次表决，请检查参加范围。"), 13),
    "vote_closed": Refusal(N_("表决已经结束，票数不能再改。"), 13),
    "not_eligible": Refusal(N_("{name}不参加这次表决：开始表决时没有到会、已回避，或不在参加范围内。"), 13),
    "chair_does_not_vote": Refusal(N_("主持人不投票。"), 3),
    "wrong_method": Refusal(N_("这次表决不用手机投票，请举手或填纸票。"), 13),
    "voted_on_paper": Refusal(N_("{name}领了纸票，一个人只能投一次。"), 16),
    "voted_by_phone": Refusal(N_("{name}已经用手机投了票，一个人只能投一次。"), 16),
    "already_counted": Refusal(N_("没有用手机投票的人已经由记录人计了票，请找记录人更正。"), 16),
    "count_is_for_hands": Refusal(N_("这次是纸票或不公开的表决，请用纸票计票单。"), 13),
    "paper_not_used": Refusal(N_("这次是举手表决，没有纸票。"), 13),
    "counts_do_not_add_up": Refusal(N_("票数对不上：{shortfall}"), 16),
    "paper_does_not_add_up": Refusal(N_("纸票对不上：{shortfall}"), 16),
    "unknown_group": Refusal(N_("这次表决没有“{group}”这一方。")),
    "count_missing": Refusal(N_("还没有计票。请记录人先把票数记下来。"), 16),
    "already_requested": Refusal(N_("您已经要求无记名。"), 13),
    # Marks and record
    "mark_reason_needed": Refusal(N_("不能马上办的，必须写明原因。"), 17),
    "mark_needed": Refusal(N_("“{title}”要提交决定，但还没有写明原因和交给谁。请先做标记。"), 17),
    "not_marked": Refusal(N_("这个方案没有标记。"), 17),
    "motion_undecided": Refusal(N_("“{title}”还没有结论。先表决、撤回，再往下走。"), 4),
    "already_hidden": Refusal(N_("这段文字已经不在大屏上了。")),
    "not_hidden": Refusal(N_("这段文字没有被隐去。")),
}
