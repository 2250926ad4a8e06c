"""What comes next: the steps that the procedure suggests to the chair, best first, checked by the rules."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from deliberation.session import commands as c
from deliberation.session.decide import refusal_of
from deliberation.session.facts import Actor
from deliberation.session.hearing import unanswered
from deliberation.session.items import Amendment, Proposal
from deliberation.session.motions import title_of
from deliberation.session.names import MotionType, SeatId
from deliberation.session.phrases import Phrase, Say, phrase, verbatim
from deliberation.session.quorum import VOTING_FORMS, room_may_vote
from deliberation.session.state import Session
from deliberation.session.tally import quorum_of
from deliberation.session.voting import secret_wanted


class Step(msgspec.Struct, frozen=True):
    """One suggestion. `command` is complete; a step that needs a form first has only beginnings in `args`.

    `confirm`: the screen asks once before doing it, because it ends something.
    """

    label: Phrase
    command: c.AnyCommand | None = None
    do: str = ""
    args: dict[str, Any] = {}
    confirm: bool = False


CHAIR = Actor("chair")


def advice(session: Session, say: Say, *, at: datetime) -> list[dict[str, Any]]:
    """The chair's next steps as {do, args, label, confirm?, why_not?}."""
    return [_on_the_wire(session, step, say, at) for step in steps(session)]


def _on_the_wire(session: Session, step: Step, say: Say, at: datetime) -> dict[str, Any]:
    if step.command is None:
        return {"do": step.do, "args": step.args, "label": say(step.label)}
    wire = msgspec.to_builtins(step.command)
    args = {key: value for key, value in wire.items() if key != "do" and value is not None}
    suggestion: dict[str, Any] = {"do": wire["do"], "args": args, "label": say(step.label)}
    if step.confirm:
        suggestion["confirm"] = True
    refusal = refusal_of(session, step.command, actor=CHAIR, at=at)
    if refusal is not None:
        suggestion["why_not"] = say(refusal.phrase)
    return suggestion


def steps(session: Session) -> list[Step]:
    """The suggestions, best first."""
    match session.status:
        case "check_in":
            return [_opening(session)]
        case "recess":
            return [Step(phrase("继续开会"), c.Resume())]
        case "in_progress":
            return list(_in_progress(session))
        case _:
            return []


def _opening(session: Session) -> Step:
    quorum = quorum_of(session)
    if quorum.met:
        label = phrase("宣布开会（到会 {present} 人，人数够）", present=quorum.present)
    else:
        label = phrase("宣布开会（到会 {present} 人，人数还不够，只能先听意见）", present=quorum.present)
    return Step(label, c.OpenSession())


def _in_progress(session: Session) -> Iterator[Step]:
    vote = session.open_vote
    if vote is not None:
        yield Step(phrase("结束表决，公布结果"), c.CloseVote(vote.id))
        return
    speech = session.floor.speech
    if speech is not None:
        yield Step(phrase("请{name}结束发言", name=session.name(speech.seat)), c.EndSpeech())
    if not session.rules_read:
        yield Step(phrase("宣读议事规则"), c.ReadRules())
    counting = session.form in (*VOTING_FORMS, "appraisal")
    if counting and len(session.tellers_here) < session.rules.voting.tellers:
        yield _tellers(session)
    yield from _marks(session)
    yield from _debate(session)
    if session.proposal_on_table is None:
        yield from _agenda(session)


def _tellers(session: Session) -> Step:
    """Suggest the first present members of different groups."""
    chosen: dict[object, SeatId] = {}
    for seat in session.present_voters:
        chosen.setdefault(session.group_of(seat.id), seat.id)
    seats = list(chosen.values())[: session.rules.voting.tellers]
    names = tuple(verbatim(session.name(seat)) for seat in seats)
    label = phrase("请{names}计票、监票", names=names) if seats else phrase("指定计票、监票人")
    return Step(label, c.NameTellers(seats))


def _marks(session: Session) -> Iterator[Step]:
    """What was referred must say why and to whom."""
    for proposal in session.unsettled:
        if proposal.status == "referred" and proposal.mark is None:
            label = phrase("写明“{title}”为什么不能马上办、交给谁", title=proposal.title)
            yield Step(label, do="mark_deferred", args={"proposal": proposal.id})


def _debate(session: Session) -> Iterator[Step]:
    queue, speech = session.queue, session.floor.speech
    if queue and speech is None:
        first = queue[0]
        yield Step(phrase("请{name}发言", name=session.name(first.seat)), c.GiveFloor(hand=first.id))
    proposal, motion = session.proposal_on_table, session.motion_on_table
    for opinion in unanswered(session)[:1]:
        label = phrase("答复意见：{text}", text=opinion.text)
        yield Step(label, do="answer_opinion", args={"opinion": opinion.id})
    if proposal is None:
        return
    for objection in session.objections_to(proposal.id):
        if objection.status == "seconded":
            label = phrase("答复异议：{reason}", reason=objection.reason)
            yield Step(label, do="answer_objection", args={"objection": objection.id})
    talking = speech is None and not proposal.debate.closed
    if talking and not proposal.opened and proposal.seat in session.present:
        label = phrase("请提案人{name}说明方案", name=session.name(proposal.seat))
        yield Step(label, c.GiveFloor(kind="opening", seat=proposal.seat))
    if motion is None:
        yield Step(phrase("没有人附议，不讨论这个方案"), c.Withdraw(proposal.id))
    elif motion.debate.closed:
        if not room_may_vote(session, proposal.topic):
            yield Step(phrase("今天不能表决，先放下这个方案"), c.Withdraw(proposal.id))
        for amendment in session.amendments_of(proposal.id):
            if amendment.status == "proposed":
                yield Step(phrase("没有人附议，不讨论这个修改"), c.Withdraw(amendment.id))
        yield from _votes(session, motion)
    elif motion.debate.calls < session.rules.close_debate.chair_asks_times:
        yield Step(phrase("问第 {call} 遍：还有不同意见吗？", call=motion.debate.calls + 1), c.CallForMore())
    else:
        yield Step(phrase("结束讨论"), c.CloseDebate())


def _votes(session: Session, motion: Proposal | Amendment) -> Iterator[Step]:
    kinds: list[MotionType] = ["amendment"] if isinstance(motion, Amendment) else ["substantive", "referral"]
    voting = session.rules.voting
    method = voting.default_method
    if secret_wanted(session, motion.id):
        method = "paper_secret" if "paper_secret" in voting.methods else "online"
    labels = {
        "amendment": phrase("表决修改：{title}", title=title_of(motion)),
        "substantive": phrase("表决方案：{title}", title=title_of(motion)),
        "referral": phrase("表决是否提交居民会议等决定：{title}", title=title_of(motion)),
    }
    for kind in kinds:
        yield Step(labels[kind], c.OpenVote(motion.id, kind, method))


def _agenda(session: Session) -> Iterator[Step]:
    topic = session.agenda_topic(session.topic) if session.topic else None
    taken_up = {each.topic for each in session.proposals.values()}
    heard = {each.topic for each in session.opinions.values()}
    scored = {each.topic for each in session.scores.values()}
    discussed = topic is None or topic.id in taken_up | heard | scored
    if topic is not None and session.issue is None:
        for issue in topic.issues:
            if issue.photos and not discussed:
                yield Step(phrase("展示照片：{title}", title=issue.title), c.ShowIssue(issue.id))
    waiting = [each for each in session.setup.topics if session.topic_status[each.id] == "waiting"]
    if waiting:
        label = phrase("开始议：{topic}", topic=waiting[0].title)
        yield Step(label, c.OpenTopic(waiting[0].id), confirm=not discussed)
    elif not session.read_back:
        yield Step(phrase("宣读记录，请大家核对"), c.ReadBack(), confirm=True)
    else:
        yield Step(phrase("散会"), c.CloseSession(), confirm=True)
