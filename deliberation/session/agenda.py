"""The course of the session: opening, rules, recess, topics, read-back, close."""

from datetime import datetime

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import AnyFact
from deliberation.session.hearing import check_opinions
from deliberation.session.motions import title_phrase
from deliberation.session.presence import sit_down
from deliberation.session.quorum import VOTING_FORMS
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session
from deliberation.session.tally import quorum_of


def open_session(session: Session) -> list[AnyFact]:
    """Open with whoever is here: rule 2 forbids voting without a quorum, not listening."""
    return [f.SessionOpened(sum(session.expected.values()), session.voters_here)]


def read_rules() -> list[AnyFact]:
    """May be read again."""
    return [f.RulesRead()]


def recess(session: Session, command: c.Recess, at: datetime) -> list[AnyFact]:
    """For so many minutes; nothing resumes by itself. A quarrel may want it in the middle of a speech."""
    return [*sit_down(session, at), f.RecessStarted(command.minutes)]


def resume(session: Session) -> list[AnyFact]:
    """Go on."""
    require(session.status == "recess", "not_in_recess")
    return [f.SessionResumed()]


def read_back(session: Session) -> list[AnyFact]:
    """Rule 16, last part. Nothing may be left hanging."""
    _nothing_left_hanging(session)
    check_opinions(session)
    return [f.RecordReadBack()]


def close_session(session: Session, at: datetime) -> list[AnyFact]:
    """散会. A session that could vote but never had a quorum ends as inquorate; a 恳谈会 needs none."""
    _nothing_left_hanging(session)
    check_opinions(session)
    require(session.read_back, "read_back_first")
    quorate = session.ever_quorate or quorum_of(session).met
    inquorate = session.form in VOTING_FORMS and not quorate
    return [*_ending_topic(session, at), f.SessionClosed(inquorate=inquorate)]


def _ending_topic(session: Session, at: datetime) -> list[AnyFact]:
    return [*sit_down(session, at), f.TopicClosed(session.topic)] if session.topic else []


def change_form(session: Session, command: c.ChangeForm) -> list[AnyFact]:
    """For example to a 恳谈会 that only listens."""
    require(command.form != session.form, "same_form")
    return [f.FormChanged(command.form)]


def open_topic(session: Session, command: c.OpenTopic, at: datetime) -> list[AnyFact]:
    """Rule 4: the topic before it ends with this."""
    if session.agenda_topic(command.topic) is None:
        refuse("unknown_topic", topic=command.topic)
    require(session.topic != command.topic, "topic_already_open")
    _nothing_left_hanging(session)
    return [*_ending_topic(session, at), f.TopicOpened(command.topic)]


def show_issue(session: Session, command: c.ShowIssue) -> list[AnyFact]:
    """Any issue of today's topics may be shown."""
    if command.issue is not None and session.agenda_issue(command.issue) is None:
        refuse("unknown_issue", issue=command.issue)
    return [f.IssueShown(command.issue)]


def close_topic(session: Session, command: c.CloseTopic, at: datetime) -> list[AnyFact]:
    """Done with the open topic."""
    if session.agenda_topic(command.topic) is None:
        refuse("unknown_topic", topic=command.topic)
    require(session.topic == command.topic, "topic_not_open")
    _nothing_left_hanging(session)
    return _ending_topic(session, at)


def _nothing_left_hanging(session: Session) -> None:
    """Everything on the table is decided, and whatever was referred says why and to whom (rule 17)."""
    proposal = session.proposal_on_table
    if proposal is not None:
        refuse("motion_undecided", title=title_phrase(session, proposal))
    for each in session.unsettled:
        marked = each.status != "referred" or each.mark
        require(marked, "mark_needed", title=title_phrase(session, each))
