"""One proposal as an audience may see it: hidden texts are shown to staff only."""

from deliberation.session import facts as f
from deliberation.session.items import Amendment, Objection, Proposal
from deliberation.session.labels import label_of, names
from deliberation.session.narrate import body_phrase
from deliberation.session.phrases import Phrase, Say, phrase
from deliberation.session.state import Session
from deliberation.session.wire import Json, present


def proposal_board(session: Session, each: Proposal, audience: str, say: Say) -> Json:
    """The board's entry for one proposal, with what was moved and raised about it."""

    def text(value: str) -> str:
        return _text(session, each.id, value, audience, say)

    return present(
        no=each.no,
        topic=each.topic,
        title=text(each.title),
        text=text(each.text),
        what=text(each.what),
        who=text(each.who),
        when=text(each.when),
        money=text(each.money),
        seat=each.seat,
        by=session.name(each.seat),
        seconds=names(session, each.seconds),
        status=each.status,
        outcome=each.outcome,
        hidden=True if each.id in session.hidden else None,
        mark=_mark(session, each.mark, say) if each.mark else None,
        amendments={
            amendment.id: _amendment(session, amendment, audience, say)
            for amendment in session.amendments_of(each.id)
        },
        objections={
            key: _objection(session, session.objections[key], audience, say) for key in each.objections
        },
    )


def _hidden(session: Session, target: str, audience: str) -> bool:
    return target in session.hidden and audience != "staff"


def _text(session: Session, target: str, text: str, audience: str, say: Say) -> str:
    return say(phrase("（文字已隐去）")) if _hidden(session, target, audience) else text


def _mark(session: Session, mark: f.ProposalDeferred, say: Say) -> Json:
    deferral = session.rules.deferral
    return present(
        body=mark.body,
        body_label=say(body_phrase(mark.body)),
        reason_code=mark.reason_code,
        reason_label=say(reason_phrase(session, mark.reason_code)),
        reason_text=mark.reason_text,
        due=mark.due,
        study=True if mark.body in deferral.party_org_study_required_for else None,
    )


def reason_phrase(session: Session, code: str) -> Phrase:
    """What a reason code stands for: Chinese in the ruleset, the usual ones translated by the catalog."""
    return Phrase(session.rules.deferral.reason_codes.get(code, code))


def _amendment(session: Session, each: Amendment, audience: str, say: Say) -> Json:
    return present(
        text=_text(session, each.id, each.text, audience, say),
        reason=_text(session, each.id, each.reason, audience, say),
        new_text=_text(session, each.id, each.new_text, audience, say) if each.new_text else None,
        seat=each.seat,
        by=session.name(each.seat),
        seconds=names(session, each.seconds),
        status=each.status,
        hidden=True if each.id in session.hidden else None,
    )


def _objection(session: Session, each: Objection, audience: str, say: Say) -> Json:
    return present(
        reason=_text(session, each.id, each.reason, audience, say),
        seat=each.seat,
        by=session.name(each.seat),
        group=label_of(session, each.seat, say),
        seconds=names(session, each.seconds),
        status=each.status,
        response=each.response,
        hidden=True if each.id in session.hidden else None,
    )
