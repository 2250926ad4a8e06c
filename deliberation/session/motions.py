"""方案、修改: putting them on the table, supporting them, taking them away (rules 4, 5 and 10)."""

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import Actor, AnyFact, Seat
from deliberation.session.items import Amendment, Objection, Proposal
from deliberation.session.labels import FORMS
from deliberation.session.names import AmendmentId, ObjectionId, ProposalId
from deliberation.session.phrases import Phrase, phrase, verbatim
from deliberation.session.presence import present_seat
from deliberation.session.quorum import room_may_vote
from deliberation.session.refusals import refuse, require
from deliberation.session.rules import Detail
from deliberation.session.state import Session
from deliberation.session.wall_text import DETAILS, details

FIELDS: dict[Detail, str] = {"做什么": "what", "谁来做": "who", "何时完成": "when", "钱从哪来": "money"}


def present_member(session: Session, actor: Actor) -> Seat:
    """The acting seat, which must be present and have a vote."""
    seat = present_seat(session, actor.speaking_seat)
    require(seat.role != "chair", "chair_is_neutral")
    require(session.may_vote(seat), "not_member")
    return seat


def propose(session: Session, command: c.Propose, actor: Actor) -> list[AnyFact]:
    """One proposal at a time, and one that can be carried out."""
    seat = present_member(session, actor)
    without = session.form in ("hearing", "appraisal")
    require(not without, "form_has_no_proposals", form=Phrase(FORMS[session.form]))
    require(session.topic, "no_topic")
    if session.agenda_topic(command.topic) is None:
        refuse("unknown_topic", topic=command.topic)
    require(session.topic == command.topic, "topic_not_open")
    require(command.title.strip(), "title_needed")
    wanted = session.rules.proposal.must_be_actionable
    missing = [detail for detail in wanted if not getattr(command, FIELDS[detail]).strip()]
    if missing:
        refuse(
            "not_actionable",
            fields=[FIELDS[detail] for detail in missing],
            wanted=details(wanted),
            missing=tuple(Phrase(DETAILS[detail]) for detail in missing),
        )
    on_table = session.proposal_on_table
    if on_table is not None and session.rules.proposal.one_at_a_time:
        refuse("one_at_a_time", title=title_phrase(session, on_table))
    return [
        f.ProposalMade(
            proposal=ProposalId(f"P{len(session.proposals) + 1}"),
            topic=command.topic,
            seat=seat.id,
            title=command.title,
            text=command.text,
            what=command.what,
            who=command.who,
            when=command.when,
            money=command.money,
        )
    ]


def find(session: Session, target: str) -> Proposal | Amendment | Objection:
    """The proposal, amendment or objection of that id."""
    found = session.motion(target) or session.objections.get(ObjectionId(target))
    if found is None:
        refuse("unknown_target", target=target)
    return found


def title_of(motion: Proposal | Amendment | Objection) -> str:
    """What people call it: a proposal's title, or the text of an amendment or objection."""
    match motion:
        case Proposal():
            return motion.title
        case Amendment():
            return motion.text
        case Objection():
            return motion.reason


def title_phrase(session: Session, motion: Proposal | Amendment | Objection) -> Phrase:
    """What people call it, unless it was taken off the wall: no sentence may bring it back."""
    return phrase("（文字已隐去）") if motion.id in session.hidden else verbatim(title_of(motion))


def second(session: Session, command: c.Second, actor: Actor) -> list[AnyFact]:
    """附议: anyone with a vote, except whoever moved it."""
    seat = present_member(session, actor)
    target = find(session, command.target)
    require(target.seat != seat.id, "own_motion")
    require(seat.id not in target.seconds, "already_seconded")
    if isinstance(target, Objection):
        require(target.status in ("raised", "seconded"), "objection_closed")
    else:
        require(target.undecided, "already_decided", title=title_phrase(session, target))
    return [f.Seconded(target.id, seat.id)]


def withdraw(session: Session, command: c.Withdraw, actor: Actor) -> list[AnyFact]:
    """By whoever moved it. The chair takes away what nobody seconded, or what cannot be voted on today.

    Otherwise one proposal could keep a hall that lost its quorum from ever ending the session.
    """
    target = find(session, command.target)
    open_still = (
        target.how is None and target.status != "withdrawn"
        if isinstance(target, Objection)
        else target.undecided
    )
    require(open_still, "already_decided", title=title_phrase(session, target))
    lapsed = actor.role == "chair" and (
        target.status == "proposed"
        or (isinstance(target, Proposal) and not room_may_vote(session, target.topic))
    )
    require(lapsed or target.seat == actor.speaking_seat, "not_yours")
    return [f.Withdrawn(target.id, lapsed=lapsed)]


def amend(session: Session, command: c.Amend, actor: Actor) -> list[AnyFact]:
    """Depth one; only what is on the table, or a contested proposal that is talked over again."""
    seat = present_member(session, actor)
    require(session.topic, "no_topic")
    require(session.rules.amendment.max_depth > 0, "no_amendments")
    require(AmendmentId(command.proposal) not in session.amendments, "amendment_depth")
    proposal = session.proposals.get(ProposalId(command.proposal))
    if proposal is None:
        refuse("unknown_target", target=command.proposal)
    require(command.text.strip(), "reason_needed")
    require(command.reason.strip(), "reason_needed")
    require(proposal.topic == session.topic, "topic_not_open")
    title = title_phrase(session, proposal)
    require(proposal.undecided or proposal.status == "contested", "already_decided", title=title)
    seconds = session.rules.proposal.seconds_required
    require(proposal.status != "proposed", "needs_second", title=title, needed=seconds)
    on_table = session.proposal_on_table
    if on_table is not None and on_table.id != proposal.id:
        refuse("one_at_a_time", title=title_phrase(session, on_table))
    amendment = AmendmentId(f"A{len(session.amendments) + 1}")
    return [f.AmendmentMoved(amendment, proposal.id, seat.id, command.text, command.reason, command.new_text)]
