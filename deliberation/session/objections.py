"""异议: raising and answering them, and the second round that a group's majority brings about (rule 11)."""

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import Actor, AnyFact
from deliberation.session.items import Objection, Proposal
from deliberation.session.motions import present_member, title_phrase
from deliberation.session.names import STANDING, AmendmentId, GroupId, ObjectionId, ProposalId
from deliberation.session.refusals import refuse, require
from deliberation.session.rules import exceeds
from deliberation.session.state import Session


def object_to(session: Session, command: c.Object, actor: Actor) -> list[AnyFact]:
    """An objection has a reason."""
    seat = present_member(session, actor)
    require(AmendmentId(command.target) not in session.amendments, "object_to_proposal")
    proposal = session.proposals.get(ProposalId(command.target))
    if proposal is None:
        refuse("unknown_target", target=command.target)
    require(command.reason.strip() or not session.rules.objection.reason_required, "reason_needed")
    require(proposal.undecided, "already_decided", title=title_phrase(session, proposal))
    objection = ObjectionId(f"OB{len(session.objections) + 1}")
    return [f.ObjectionRaised(objection, proposal.id, seat.id, command.reason)]


def answer_objection(session: Session, command: c.AnswerObjection, actor: Actor) -> list[AnyFact]:
    """By the chair, the recorder, or whoever made the proposal.

    Which groups stand behind the objection is settled here: who leaves afterwards neither starts nor ends a
    second round.
    """
    objection = session.objections.get(command.objection)
    if objection is None:
        refuse("unknown_target", target=command.objection)
    proposer = session.proposals[objection.proposal].seat
    require(actor.role in ("chair", "recorder") or actor.speaking_seat == proposer, "not_staff")
    require(objection.how is None and objection.status != "withdrawn", "objection_closed")
    require(command.response.strip(), "reason_needed")
    if command.how == "resolved_by_amendment":
        moved = any(each.status != "withdrawn" for each in session.amendments_of(objection.proposal))
        require(moved, "no_amendment_yet")
    behind_it = majorities(session, objection)
    return [f.ObjectionAnswered(objection.id, command.response, command.how, behind_it)]


def majorities(session: Session, objection: Objection) -> list[GroupId]:
    """Interest groups of which more than half of those present support the objection, once it is seconded."""
    if objection.status == "raised":
        return []
    ratio = session.rules.objection.second_round_trigger_ratio_of_group
    found = []
    for group in session.groups:
        here = session.present_in(group)
        support = sum(seat in objection.supporters for seat in here)
        if group != STANDING and here and exceeds(support, len(here), ratio):
            found.append(group)
    return found


def check_objections(session: Session, proposal: Proposal) -> None:
    """Before a proposal is voted on, seconded objections are answered and second rounds were held."""
    for objection in session.objections_to(proposal.id):
        answered = objection.how is not None
        for group in objection.second_round if answered else majorities(session, objection):
            require(
                answered and second_round_held(session, objection, group),
                "second_round_needed",
                group=group,
                objection=objection.id,
                label=session.group_label(group),
            )
        require(
            answered or objection.status == "raised",
            "objection_unanswered",
            objection=objection.id,
            reason=title_phrase(session, objection),
        )


def second_round_held(session: Session, objection: Objection, group: GroupId) -> bool:
    """Whether the proposal was changed or marked, or talked over again with this group and the others."""
    if objection.amended or session.proposals[objection.proposal].mark is not None:
        return True
    heard_both = group in objection.heard and bool(objection.heard - {group})
    return heard_both or objection.calls >= session.rules.close_debate.chair_asks_times
