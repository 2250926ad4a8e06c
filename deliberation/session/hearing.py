"""听证会: each opinion is on record, and before the session ends it is answered: taken up or not, and why."""

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import Actor, AnyFact
from deliberation.session.items import Opinion
from deliberation.session.motions import present_member
from deliberation.session.names import OpinionId
from deliberation.session.phrases import Phrase, phrase, verbatim
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session


def state_opinion(session: Session, command: c.StateOpinion, actor: Actor) -> list[AnyFact]:
    """By whoever has a vote; any number of them, on the topic that is open."""
    require(session.form == "hearing", "hearing_only")
    seat = present_member(session, actor)
    if session.topic is None:
        refuse("no_topic")
    require(command.text.strip(), "opinion_empty")
    opinion = next_opinion(session)
    return [f.OpinionStated(opinion, session.topic, seat.id, command.position, command.text.strip())]


def next_opinion(session: Session) -> OpinionId:
    """The id of the opinion that comes next."""
    return OpinionId(f"OP{len(session.opinions) + 1}")


def answer_opinion(session: Session, command: c.AnswerOpinion) -> list[AnyFact]:
    """Once; whoever has second thoughts corrects the record."""
    opinion = session.opinions.get(command.opinion)
    if opinion is None:
        refuse("unknown_target", target=command.opinion)
    require(opinion.answer is None, "opinion_answered")
    require(command.reason.strip(), "reason_needed")
    return [f.OpinionAnswered(opinion.id, command.taken_up, command.reason.strip())]


def unanswered(session: Session) -> list[Opinion]:
    """The opinions that still wait for their answer, oldest first."""
    return [each for each in session.opinions.values() if each.answer is None]


def check_opinions(session: Session) -> None:
    """Nobody goes home without having heard what became of their opinion."""
    for opinion in unanswered(session):
        refuse("opinion_unanswered", opinion=opinion.id, text=opinion_phrase(session, opinion))


def opinion_phrase(session: Session, opinion: Opinion) -> Phrase:
    """What was said, unless it was taken off the wall."""
    return phrase("（文字已隐去）") if opinion.id in session.hidden else verbatim(opinion.text)
