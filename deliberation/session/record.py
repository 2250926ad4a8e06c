"""标记与记录: marks with their reason, notes, corrections, hidden texts (rules 11, 17 and the record)."""

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import AnyFact
from deliberation.session.hearing import next_opinion
from deliberation.session.items import Proposal
from deliberation.session.motions import find, title_phrase
from deliberation.session.names import OpinionId, ProposalId
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session


def _proposal(session: Session, proposal: ProposalId) -> Proposal:
    found = session.proposals.get(proposal)
    if found is None:
        refuse("unknown_target", target=proposal)
    return found


def mark_deferred(session: Session, command: c.MarkDeferred) -> list[AnyFact]:
    """Rule 17: what cannot be done at once says why, and who decides. The last mark counts."""
    proposal = _proposal(session, command.proposal)
    require(proposal.status != "withdrawn", "already_decided", title=title_phrase(session, proposal))
    rules = session.rules.deferral
    require(command.reason_code in rules.reason_codes, "unknown_reason", reason=command.reason_code)
    require(command.body in rules.target_bodies, "unknown_body", body=command.body)
    require(command.reason_text.strip() or not rules.reason_required, "mark_reason_needed")
    return [
        f.ProposalDeferred(
            proposal.id, command.reason_code, command.reason_text, command.body, command.due or None
        )
    ]


def unmark(session: Session, command: c.Unmark) -> list[AnyFact]:
    """With a reason; the record keeps both."""
    proposal = _proposal(session, command.proposal)
    require(proposal.mark, "not_marked")
    require(command.reason.strip(), "reason_needed")
    return [f.DeferralRemoved(proposal.id, command.reason)]


def note(command: c.Note) -> list[AnyFact]:
    """An empty note takes the last one off the wall."""
    return [f.NoteTaken(command.text.strip())]


def correct(session: Session, command: c.Correct) -> list[AnyFact]:
    """Appended, never rewritten; marked as late once the next item has begun."""
    require(command.seq <= session.seq, "unknown_entry", seq=command.seq)
    require(command.text.strip(), "reason_needed")
    late = command.seq < session.item_seq or session.status in ("closed", "inquorate")
    return [f.EntryCorrected(command.seq, command.text, late=late)]


def hide(session: Session, command: c.Hide) -> list[AnyFact]:
    """Off the wall and the phones; the record keeps it."""
    target = command.target
    if OpinionId(target) not in session.opinions:
        target = find(session, target).id
    require(target not in session.hidden, "already_hidden")
    require(command.reason.strip(), "reason_needed")
    return [f.TextHidden(target, command.reason)]


def unhide(session: Session, command: c.Unhide) -> list[AnyFact]:
    """Back again."""
    require(command.target in session.hidden, "not_hidden")
    return [f.TextShown(command.target)]


def read_written_opinion(session: Session, command: c.ReadWrittenOpinion) -> list[AnyFact]:
    """A letter from somebody who cannot be here; it counts as heard, not as a vote."""
    require(command.from_.strip() and command.text.strip(), "reason_needed")
    heard = session.form == "hearing" and session.topic is not None
    return [f.WrittenOpinionRead(command.from_, command.text, next_opinion(session) if heard else None)]
