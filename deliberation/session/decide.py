"""The rules of order at work: from a command to the facts that follow from it, or a refusal."""

from datetime import datetime
from typing import assert_never

from deliberation.session import (
    agenda,
    appraisal,
    closing,
    counting,
    floor,
    hearing,
    motions,
    objections,
    presence,
    record,
    voting,
)
from deliberation.session import commands as c
from deliberation.session.facts import Actor, AnyFact
from deliberation.session.later_entry import check_later_entry
from deliberation.session.refusals import Rejected, refuse, require
from deliberation.session.rights import check_right, whose_step
from deliberation.session.state import Session

BEFORE_OPENING = (
    c.CheckIn,
    c.Leave,
    c.RecordAttendance,
    c.Recuse,
    c.NameTellers,
    c.Note,
    c.ChangeForm,
    c.OpenSession,
)
IN_RECESS = (
    c.CheckIn,
    c.Leave,
    c.RecordAttendance,
    c.Recuse,
    c.NameTellers,
    c.Note,
    c.Resume,
    c.CloseSession,
)
DURING_VOTE = (
    c.CastBallot,
    c.IssuePaper,
    c.EnterCount,
    c.EnterPaper,
    c.CloseVote,
    c.CheckIn,
    c.Leave,
    c.RecordAttendance,
    c.Note,
    c.Warn,
    c.NameTellers,
)
ALWAYS = (c.Correct, c.Hide, c.Unhide)


def decide(
    session: Session,
    command: c.AnyCommand,
    *,
    actor: Actor,
    at: datetime,
    happened_at: datetime | None = None,
) -> list[AnyFact]:
    """Return the facts that follow from `command` at the UTC time `at`, or raise Rejected.

    With `happened_at`, also UTC, it is a later entry 补录.
    """
    if happened_at is not None:
        check_later_entry(session, actor, happened_at, at)
        actor = whose_step(actor, command)
    check_right(actor, command)
    check_moment(session, command)
    return _decide(session, command, actor, happened_at or at)


def check_moment(session: Session, command: c.Command) -> None:
    """Refuse what this phase of the session does not have."""
    if isinstance(command, ALWAYS):
        return
    match session.status:
        case "closed" | "inquorate":
            refuse("session_over")
        case "check_in":
            require(isinstance(command, BEFORE_OPENING), "not_open_yet")
        case "recess":
            require(isinstance(command, IN_RECESS), "in_recess")
        case "in_progress":
            require(not isinstance(command, c.OpenSession), "already_open")
            require(session.open_vote is None or isinstance(command, DURING_VOTE), "vote_running")
        case _:
            assert_never(session.status)


def _decide(session: Session, command: c.AnyCommand, actor: Actor, at: datetime) -> list[AnyFact]:
    match command:
        case c.CheckIn():
            return presence.check_in(session, command, actor)
        case c.Leave():
            return presence.leave(session, actor, at)
        case c.RecordAttendance():
            return presence.record_attendance(session, command, at)
        case c.Recuse():
            return presence.recuse(session, command, actor)
        case c.NameTellers():
            return presence.name_tellers(session, command)
        case c.OpenSession():
            return agenda.open_session(session)
        case c.ReadRules():
            return agenda.read_rules()
        case c.Recess():
            return agenda.recess(session, command, at)
        case c.Resume():
            return agenda.resume(session)
        case c.ReadBack():
            return agenda.read_back(session)
        case c.CloseSession():
            return agenda.close_session(session, at)
        case c.ChangeForm():
            return agenda.change_form(session, command)
        case c.OpenTopic():
            return agenda.open_topic(session, command, at)
        case c.ShowIssue():
            return agenda.show_issue(session, command)
        case c.CloseTopic():
            return agenda.close_topic(session, command, at)
        case c.RaiseHand():
            return floor.raise_hand(session, command, actor)
        case c.LowerHand():
            return floor.lower_hand(session, actor)
        case c.GiveFloor():
            return floor.give_floor(session, command)
        case c.EndSpeech():
            return floor.end_speech(session, actor, at)
        case c.Warn():
            return floor.warn(session, command, at)
        case c.ReadWrittenOpinion():
            return record.read_written_opinion(session, command)
        case c.Propose():
            return motions.propose(session, command, actor)
        case c.Second():
            return motions.second(session, command, actor)
        case c.Withdraw():
            return motions.withdraw(session, command, actor)
        case c.Amend():
            return motions.amend(session, command, actor)
        case c.Object():
            return objections.object_to(session, command, actor)
        case c.AnswerObjection():
            return objections.answer_objection(session, command, actor)
        case c.StateOpinion():
            return hearing.state_opinion(session, command, actor)
        case c.AnswerOpinion():
            return hearing.answer_opinion(session, command)
        case c.CallForMore():
            return closing.call_for_more(session)
        case c.MoveToClose():
            return closing.move_to_close(session, actor)
        case c.CloseDebate():
            return closing.close_debate(session)
        case c.OpenVote():
            return voting.open_vote(session, command, at)
        case c.CastBallot():
            return voting.cast_ballot(session, command, actor)
        case c.IssuePaper():
            return counting.issue_paper(session, command)
        case c.EnterCount():
            return counting.enter_count(session, command)
        case c.EnterPaper():
            return counting.enter_paper(session, command)
        case c.EnterScores():
            return appraisal.enter_scores(session, command)
        case c.CloseVote():
            return counting.close_vote(session, command)
        case c.RequestSecret():
            return voting.request_secret(session, command, actor)
        case c.MarkDeferred():
            return record.mark_deferred(session, command)
        case c.Unmark():
            return record.unmark(session, command)
        case c.Note():
            return record.note(command)
        case c.Correct():
            return record.correct(session, command)
        case c.Hide():
            return record.hide(session, command)
        case c.Unhide():
            return record.unhide(session, command)
        case _:
            assert_never(command)


def refusal_of(session: Session, command: c.AnyCommand, *, actor: Actor, at: datetime) -> Rejected | None:
    """Why the command would be refused now, or None: screens explain with it what is blocked."""
    try:
        decide(session, command, actor=actor, at=at)
    except Rejected as rejected:
        return rejected
    return None
