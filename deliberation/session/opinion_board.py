"""One opinion of a hearing as an audience may see it: hidden texts are shown to staff only."""

from deliberation.session.hearing import opinion_phrase
from deliberation.session.items import Opinion
from deliberation.session.labels import label_of
from deliberation.session.phrases import Say
from deliberation.session.state import Session
from deliberation.session.wire import Json, present


def opinion_board(session: Session, each: Opinion, audience: str, say: Say) -> Json:
    """The board's entry for one opinion, with its answer. Who wrote a letter is told in the hall only."""
    letter = each.from_ if audience != "public" else None
    return present(
        no=each.no,
        topic=each.topic,
        text=each.text if audience == "staff" else say(opinion_phrase(session, each)),
        position=each.position,
        seat=each.seat,
        by=session.name(each.seat) if each.seat else letter,
        group=label_of(session, each.seat, say) if each.seat else None,
        written=True if each.seat is None else None,
        hidden=True if each.id in session.hidden else None,
        answer={"taken_up": each.answer.taken_up, "reason": each.answer.reason} if each.answer else None,
    )
