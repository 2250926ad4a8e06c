"""One plain sentence for each thing that happened: the lines of the log."""

from typing import assert_never

from deliberation.session import facts as f
from deliberation.session.hearing import opinion_phrase
from deliberation.session.labels import FORMS
from deliberation.session.later_entry import both_times
from deliberation.session.motions import find, title_phrase
from deliberation.session.names import (
    GRADES,
    AnswerKind,
    Counts,
    Grade,
    Method,
    Outcome,
    SpeechKind,
    TakenUp,
)
from deliberation.session.phrases import N_, Phrase, phrase, verbatim
from deliberation.session.state import Session
from deliberation.session.wall_text import fraction

METHODS: dict[Method, str] = {
    "show_of_hands": N_("当场举手"),
    "paper_open": N_("记名票"),
    "paper_secret": N_("无记名票"),
    "online": N_("手机投票"),
}
OUTCOMES: dict[Outcome, str] = {
    "adopted": N_("通过"),
    "not_adopted": N_("未通过"),
    "tie_not_adopted": N_("平局，未通过"),
    "contested": N_("争议较大，再协商"),
    "referred": N_("同意提交决定"),
}
SPEECHES: dict[SpeechKind, str] = {
    "speech": N_("发言"),
    "opening": N_("开场说明"),
    "closing": N_("最后陈述"),
    "answer": N_("回答问题"),
}
ANSWERS: dict[AnswerKind, str] = {
    "answered": N_("已答复"),
    "resolved_by_amendment": N_("已改方案"),
    "resolved_by_referral": N_("提交上级或居民会议决定"),
    "second_round": N_("再议一轮"),
}
GRADE_WORDS: dict[Grade, str] = {
    "satisfied": N_("满意"),
    "fairly_satisfied": N_("基本满意"),
    "dissatisfied": N_("不满意"),
    "unsure": N_("不了解"),
}
TAKEN_UP: dict[TakenUp, str] = {
    "taken_up": N_("采纳"),
    "partly_taken_up": N_("部分采纳"),
    "not_taken_up": N_("不采纳"),
}
BODIES: dict[str, str] = {
    "residents_meeting": N_("居民会议"),
    "residents_representative_meeting": N_("居民代表会议"),
    "owners_decision": N_("业主共同决定"),
    "street_office": N_("街道（镇）"),
    "department": N_("职能部门"),
}


def counts_phrase(counts: Counts) -> Phrase:
    """The three numbers with their words."""
    return phrase(
        "赞成 {in_favour}、反对 {against}、弃权 {abstain}",
        in_favour=counts[0],
        against=counts[1],
        abstain=counts[2],
    )


def body_phrase(body: str) -> Phrase:
    """Who decides; a body that a community's own ruleset names stands as it is."""
    return Phrase(BODIES[body]) if body in BODIES else verbatim(body)


def target_phrase(session: Session, target: str) -> Phrase:
    """What people call a proposal, an amendment or an objection; hidden texts stay hidden."""
    return title_phrase(session, find(session, target))


def seconded(session: Session, target: str) -> bool:
    """Whether a motion had enough supporters to be debated."""
    if target in session.amendments:
        return len(find(session, target).seconds) >= session.rules.amendment.seconds_required
    return len(find(session, target).seconds) >= session.rules.proposal.seconds_required


def narrate(session: Session, entry: f.Entry) -> Phrase:
    """The sentence for one entry, in a session that already holds it."""
    sentence = _sentence(session, entry.fact)
    if entry.actor.for_seat is not None:
        sentence = phrase("{sentence}（记录人代录）", sentence=sentence)
    return both_times(session, entry, sentence)


def _sentence(session: Session, fact: f.AnyFact) -> Phrase:
    name, rules = session.name, session.rules.close_debate
    match fact:
        case f.SessionConvened():
            return phrase("议事会已经准备好")
        case f.SeatArrived(seat):
            return phrase("{name}到会", name=name(seat))
        case f.SeatLeft(seat):
            return phrase("{name}离开", name=name(seat))
        case f.SeatRecused(seat, reason):
            return phrase("{name}回避：{reason}", name=name(seat), reason=reason)
        case f.TellersNamed(seats):
            return phrase("计票、监票：{names}", names=tuple(verbatim(name(seat)) for seat in seats))
        case f.SessionOpened(expected, present):
            return phrase(
                "宣布开会，应到 {expected} 人，实到 {present} 人", expected=expected, present=present
            )
        case f.RulesRead():
            return phrase("宣读议事规则")
        case f.RecessStarted(minutes):
            return phrase("休会 {minutes} 分钟", minutes=minutes)
        case f.SessionResumed():
            return phrase("继续开会")
        case f.RecordReadBack():
            return phrase("宣读记录，到会人员核对")
        case f.SessionClosed(inquorate):
            return phrase("散会（到会人数始终不够，没有表决）") if inquorate else phrase("散会")
        case f.FormChanged(form):
            return phrase("改开{form}", form=Phrase(FORMS[form]))
        case f.TopicOpened(topic):
            return phrase("开始议：{topic}", topic=_topic(session, topic))
        case f.TopicClosed(topic):
            return phrase("议完：{topic}", topic=_topic(session, topic))
        case f.IssueShown(issue):
            found = session.agenda_issue(issue) if issue else None
            return phrase("大屏展示照片：{title}", title=found[1].title) if found else phrase("收起照片")
        case f.HandRaised(seat=seat):
            return phrase("{name}举手", name=name(seat))
        case f.HandLowered():
            return phrase("一人放下手")
        case f.FloorGiven(seat=seat, kind=kind):
            return phrase("{name}{kind}", name=name(seat), kind=Phrase(SPEECHES[kind]))
        case f.SpeechEnded(seat, seconds, time_up):
            if time_up:
                return phrase("{name}说完（{seconds} 秒，到时）", name=name(seat), seconds=seconds)
            return phrase("{name}说完（{seconds} 秒）", name=name(seat), seconds=seconds)
        case f.WarningGiven(seat, level, reason):
            return phrase("第 {level} 次提醒{name}：{reason}", level=level, name=name(seat), reason=reason)
        case f.WrittenOpinionRead(from_, text, opinion):
            heard = opinion_phrase(session, session.opinions[opinion]) if opinion else verbatim(text)
            return phrase("宣读{name}的书面意见：{text}", name=from_, text=heard)
        case f.ProposalMade(proposal=proposal, seat=seat):
            return phrase("{name}提出方案：{title}", name=name(seat), title=target_phrase(session, proposal))
        case f.AmendmentMoved(amendment=amendment, seat=seat):
            return phrase("{name}提出修改：{text}", name=name(seat), text=target_phrase(session, amendment))
        case f.ObjectionRaised(objection=objection, seat=seat):
            reason_ = target_phrase(session, objection)
            return phrase("{name}提出异议：{reason}", name=name(seat), reason=reason_)
        case f.Seconded(target, seat):
            return phrase("{name}附议：{title}", name=name(seat), title=target_phrase(session, target))
        case f.Withdrawn(target, lapsed):
            title = target_phrase(session, target)
            if not lapsed:
                return phrase("撤回：{title}", title=title)
            if seconded(session, target):
                return phrase("今天不能表决，先放下：{title}", title=title)
            return phrase("没有人附议，不讨论：{title}", title=title)
        case f.ObjectionAnswered(response=response, how=how, second_round=groups):
            answer = phrase("答复异议（{how}）：{response}", how=Phrase(ANSWERS[how]), response=response)
            if not groups:
                return answer
            labels = tuple(session.group_label(group) for group in groups)
            return phrase(
                "{answer}。{groups}到会的人过半有此异议，先改或再议一轮", answer=answer, groups=labels
            )
        case f.OpinionStated(opinion=opinion, seat=seat):
            words = opinion_phrase(session, session.opinions[opinion])
            return phrase("{name}提意见：{text}", name=name(seat), text=words)
        case f.OpinionAnswered(opinion, taken_up, reason):
            return phrase(
                "{taken_up}意见“{text}”。理由：{reason}",
                taken_up=Phrase(TAKEN_UP[taken_up]),
                text=opinion_phrase(session, session.opinions[opinion]),
                reason=reason,
            )
        case f.MoreAskedFor(call=call):
            return phrase("主持人第 {call} 次问：还有不同意见吗？", call=call)
        case f.ClosingMoved(seat=seat):
            return phrase("{name}要求结束讨论", name=name(seat))
        case f.DebateClosed(by=by):
            return (
                phrase("讨论结束（问了 {times} 遍，无人再发言）", times=rules.chair_asks_times)
                if by == "three_calls"
                else phrase("讨论结束（到会的人有{ratio}同意）", ratio=fraction(rules.motion_ratio))
            )
        case f.VoteOpened(target=target, method=method, eligible=eligible):
            return phrase(
                "开始表决（{method}，{count} 人）：{title}",
                method=Phrase(METHODS[method]),
                count=len(eligible),
                title=target_phrase(session, target),
            )
        case f.BallotCast():
            return phrase("一人投票")
        case f.PaperIssued(seats=seats):
            return phrase("发出纸票 {count} 张", count=len(seats))
        case f.HandsCounted():
            return phrase("举手已计数")
        case f.PaperCounted(issued=issued, returned=returned, invalid=invalid):
            return phrase(
                "纸票已计数：发出 {issued}、收回 {returned}、无效 {invalid}",
                issued=issued,
                returned=returned,
                invalid=invalid,
            )
        case f.ScoresCounted(item=item, issued=issued, returned=returned, invalid=invalid, counts=counts):
            return phrase(
                "评议“{item}”：{scores}（发出 {issued}、收回 {returned}、无效 {invalid}）",
                item=item,
                scores=tuple(
                    phrase("{grade} {count}", grade=Phrase(GRADE_WORDS[grade]), count=counts[grade])
                    for grade in GRADES  # a stored fact's keys are sorted
                ),
                issued=issued,
                returned=returned,
                invalid=invalid,
            )
        case f.BallotBoxClosed(vote=vote, tally=tally, outcome=outcome):
            return phrase(
                "表决结果：{title}，{counts}，{outcome}",
                title=target_phrase(session, session.votes[vote].target),
                counts=counts_phrase(tally.total),
                outcome=Phrase(OUTCOMES[outcome]),
            )
        case f.SecretRequested(target=target):
            return phrase("有人要求无记名：{title}", title=target_phrase(session, target))
        case f.ProposalDeferred(proposal=proposal, reason_text=reason, body=body):
            return phrase(
                "标记不能马上办：{title}，交{body}。原因：{reason}",
                title=target_phrase(session, proposal),
                body=body_phrase(body),
                reason=reason,
            )
        case f.DeferralRemoved(proposal=proposal, reason=reason):
            return phrase(
                "取消标记：{title}。原因：{reason}", title=target_phrase(session, proposal), reason=reason
            )
        case f.NoteTaken(text):
            return phrase("记录：{text}", text=text) if text else phrase("收起大屏文字")
        case f.EntryCorrected(seq, text, late):
            if late:
                return phrase("更正第 {seq} 条（事后补正）：{text}", seq=seq, text=text)
            return phrase("更正第 {seq} 条：{text}", seq=seq, text=text)
        case f.TextHidden():
            return phrase("一段文字不在大屏显示，记录里保留")
        case f.TextShown():
            return phrase("恢复显示一段文字")
        case _:
            assert_never(fact)


def _topic(session: Session, topic: str) -> Phrase:
    return next((verbatim(each.title) for each in session.setup.topics if each.id == topic), verbatim(topic))
