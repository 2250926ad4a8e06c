"""到会人数够不够: what is missing in sentences, and whether the room may vote at all (rules 1 and 2)."""

from deliberation.session.labels import FORMS
from deliberation.session.names import TopicId
from deliberation.session.phrases import Phrase, phrase
from deliberation.session.refusals import Rejected, require
from deliberation.session.state import Session
from deliberation.session.tally import Quorum, quorum_of

VOTING_FORMS = ("deliberation", "mediation")
"""Forms that may vote; a 恳谈会 and a 听证会 only listen, a 评议会 gives scores."""


def missing_for_quorum(session: Session, quorum: Quorum) -> tuple[Phrase, ...]:
    """What is still missing, a sentence each; empty when the quorum is met."""
    missing: list[Phrase] = []
    if quorum.total_short:
        missing.append(
            phrase(
                "有表决权的委员还差 {count} 人（要 {needed} 人）",
                count=quorum.total_short,
                needed=quorum.needed,
            )
        )
    if quorum.standing_short:
        missing.append(phrase("常任委员还差 {count} 人", count=quorum.standing_short))
    for group, short in quorum.groups_short.items():
        label = session.group_label(group)
        if session.here.get(group):
            missing.append(phrase("{group}还差 {count} 人", group=label, count=short))
        else:
            missing.append(phrase("{group}还没有人到会", group=label))
    return tuple(missing)


def check_room(session: Session, topic: TopicId) -> None:
    """Refuse a vote on this topic when the form, the notice or the number of people does not allow any."""
    require(session.form in VOTING_FORMS, "form_cannot_vote", form=Phrase(FORMS[session.form]))
    on_agenda = session.agenda_topic(topic)
    in_time = on_agenda is not None and session.noticed_in_time(on_agenda)
    require(in_time, "notice_too_late", days=session.rules.notice_days_before_session)
    quorum = quorum_of(session)
    require(quorum.met, "no_quorum", missing=missing_for_quorum(session, quorum))


def room_may_vote(session: Session, topic: TopicId) -> bool:
    """Whether a vote on this topic can be held as things stand."""
    try:
        check_room(session, topic)
    except Rejected:
        return False
    return True
