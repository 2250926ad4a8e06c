"""What one person alone may see: their own hand, their own ballot, and what they can do now, or why not."""

from datetime import datetime

from msgspec import Struct

from deliberation.session import commands as c
from deliberation.session.advice import advice
from deliberation.session.counting import by_group, uncounted
from deliberation.session.decide import check_moment, refusal_of
from deliberation.session.facts import Actor, Seat
from deliberation.session.items import Amendment, Vote
from deliberation.session.labels import label_of
from deliberation.session.names import MotionType, Role, SeatId, TopicId
from deliberation.session.phrases import Say
from deliberation.session.refusals import Rejected
from deliberation.session.rights import check_right
from deliberation.session.state import Session
from deliberation.session.wire import Json, present


def you(session: Session, actor: Actor, say: Say, *, at: datetime) -> Json:
    """The `you` message of one connection. For many at the same moment, `Moment` is quicker."""
    return Moment(session, say, at).you(actor)


class Moment:
    """A session at one moment. What is the same for everybody of a role is worked out once."""

    def __init__(self, session: Session, say: Say, at: datetime) -> None:
        self._session = session
        self._say = say
        self._at = at
        self._acts: dict[Role, Acts] = {}
        self._told: dict[Actor, Json] = {}
        self._queue = session.queue

    def you(self, actor: Actor) -> Json:
        """What this person alone may see, the same on all their screens."""
        if actor not in self._told:
            self._told[actor] = self._tell(actor)
        return self._told[actor]

    def _tell(self, actor: Actor) -> Json:
        session, say, at = self._session, self._say, self._at
        seat = session.seat(actor.seat) if actor.seat is not None else None
        result = present(role=actor.role, may=self._may(actor))
        if seat is not None:
            result |= self._own(seat)
        if actor.role == "member" and seat is not None:
            result["second"] = _to_second(session, actor, at)
            if result["second"]:
                result["may"]["second"] = True
            if session.open_vote is not None:
                result["ballot"] = _ballot(session, session.open_vote, actor, say, at)
        if actor.role in ("chair", "recorder"):
            # The recorder, too: what the chair did while the power was out is entered later from these steps.
            result["next"] = advice(session, say, at=at)
        if actor.role in ("chair", "recorder") and session.open_vote is not None:
            result["count"] = _count(session, session.open_vote, say)
        return result

    def after_ballot(self, actor: Actor, before: Json) -> Json:
        """The same when nothing happened but that this seat voted: of the rest, nothing asks for the box."""
        vote = self._session.open_vote
        if vote is None or "ballot" not in before:
            return self.you(actor)
        return before | {"ballot": _ballot(self._session, vote, actor, self._say, self._at)}

    def _may(self, actor: Actor) -> dict[str, bool | str]:
        """Each frequent act of this role: true, or the sentence that says why not."""
        acts = self._acts.get(actor.role)
        if acts is None:
            acts = self._acts[actor.role] = self._acts_of(actor)
        may = dict(acts.refused)
        for name, command in acts.personal:
            refusal = refusal_of(self._session, command, actor=actor, at=self._at)
            may[name] = True if refusal is None else self._say(refusal.phrase)
        return may

    def _acts_of(self, actor: Actor) -> "Acts":
        """The acts of a role; what this moment refuses to everybody needs no second look."""
        acts = Acts({}, [])
        if actor.role == "chair":
            nothing = self._say(Rejected("nothing_on_table").phrase)
            acts.refused.update({"open_vote": nothing, "mark_deferred": nothing})
        for name, command in _acts(self._session, actor):
            try:
                check_right(actor, command)
                check_moment(self._session, command)
            except Rejected as rejected:
                acts.refused[name] = self._say(rejected.phrase)
            else:
                acts.personal.append((name, command))
        return acts

    def _own(self, seat: Seat) -> Json:
        session = self._session
        hand = next((each for each in self._queue if each.seat == seat.id), None)
        speech = session.floor.speech
        return present(
            seat=seat.id,
            name=seat.name,
            group=label_of(session, seat.id, self._say),
            chamber=seat.chamber,
            present=seat.id in session.present,
            hand=hand and {"id": hand.id, "position": hand.position, "place": self._queue.index(hand) + 1},
            speaking=True if speech is not None and speech.seat == seat.id else None,
            speeches_left=session.speeches_left(seat.id) if session.topic else None,
            warnings=session.warnings.get(seat.id),
            recused=True if session.is_recused(seat.id) else None,
        )


class Acts(Struct, frozen=True):
    """The acts to explain to one role."""

    refused: dict[str, bool | str]
    """Why this moment has no such act, in a sentence."""
    personal: list[tuple[str, c.AnyCommand]]
    """Those that depend on who acts, each as a command that is right in everything but, perhaps, that."""


def _acts(session: Session, actor: Actor) -> list[tuple[str, c.AnyCommand]]:
    """The acts of this role, each as a command that is right in everything but, perhaps, the moment."""
    if actor.role == "member":
        return _member_acts(session)
    if actor.role == "chair":
        return _chair_acts(session)
    if actor.role == "recorder":
        return [("read_back", c.ReadBack())]
    return []


def _member_acts(session: Session) -> list[tuple[str, c.AnyCommand]]:
    proposal, motion = session.proposal_on_table, session.motion_on_table
    topic = session.topic or TopicId("")
    # A text stands in for what the person would write: it decides nothing that is asked here.
    text = "…"
    acts: list[tuple[str, c.AnyCommand]] = [
        ("check_in", c.CheckIn()),
        ("leave", c.Leave()),
        ("raise_hand", c.RaiseHand("middle")),
        ("propose", c.Propose(topic, text, text, text, text, text, text)),
        ("move_to_close", c.MoveToClose()),
    ]
    if session.form == "hearing":
        acts.append(("state_opinion", c.StateOpinion("middle", text)))
    target = proposal or next((each for each in session.unsettled if each.status == "contested"), None)
    if target is not None:
        acts += [
            ("amend", c.Amend(target.id, text, text)),
            ("object", c.Object(target.id, text)),
        ]
    if motion is not None:
        acts.append(("request_secret", c.RequestSecret(motion.id)))
    return acts


def _chair_acts(session: Session) -> list[tuple[str, c.AnyCommand]]:
    acts: list[tuple[str, c.AnyCommand]] = [
        ("open_session", c.OpenSession()),
        ("read_rules", c.ReadRules()),
        ("recess", c.Recess(10)),
        ("resume", c.Resume()),
        ("end_speech", c.EndSpeech()),
        ("call_for_more", c.CallForMore()),
        ("close_debate", c.CloseDebate()),
        ("read_back", c.ReadBack()),
        ("close_session", c.CloseSession()),
    ]
    if session.topic is not None:
        acts.append(("close_topic", c.CloseTopic(session.topic)))
    if session.open_vote is not None:
        acts.append(("close_vote", c.CloseVote(session.open_vote.id)))
    motion, voting = session.motion_on_table, session.rules.voting
    if motion is not None:
        kind: MotionType = "amendment" if isinstance(motion, Amendment) else "substantive"
        acts.append(("open_vote", c.OpenVote(motion.id, kind, voting.default_method)))
    deferral = session.rules.deferral
    for proposal in list(session.proposals.values())[-1:]:
        reason, body = next(iter(deferral.reason_codes), ""), next(iter(deferral.target_bodies), "")
        acts.append(("mark_deferred", c.MarkDeferred(proposal.id, reason, "…", body)))
    return acts


def _to_second(session: Session, actor: Actor, at: datetime) -> list[str]:
    """Everything on the table that this person may second now."""
    proposal = session.proposal_on_table
    if proposal is None:
        return []
    targets: list[str] = [proposal.id] if proposal.status == "proposed" else []
    targets += [each.id for each in session.amendments_of(proposal.id) if each.status == "proposed"]
    targets += [each.id for each in session.objections_to(proposal.id)]
    return [target for target in targets if refusal_of(session, c.Second(target), actor=actor, at=at) is None]


def _ballot(session: Session, vote: Vote, actor: Actor, say: Say, at: datetime) -> Json:
    """Whether and how this person votes, and the choice that is saved."""
    seat = SeatId(actor.seat or "")
    eligible = seat in vote.eligible
    refusal: Rejected | None = None
    if eligible and vote.method != "online":
        way = "hand" if vote.method == "show_of_hands" else "paper"
    elif seat in vote.paper_seats:
        way = "paper"
    else:
        way = "phone"
        refusal = refusal_of(session, c.CastBallot(vote.id, "abstain"), actor=actor, at=at)
    return present(
        vote=vote.id,
        eligible=eligible,
        way=way if eligible else None,
        why_not=say(refusal.phrase) if refusal else None,
        choice=session.box(vote.id).get(seat),
    )


def _count(session: Session, vote: Vote, say: Say) -> Json:
    """What staff still have to count: by group, who voted by phone and whose hands or papers are left."""
    waiting = [seat for seat in uncounted(session, vote) if seat in session.present]
    remaining = by_group(vote, waiting)
    phone = by_group(vote, list(session.box(vote.id)))
    paper = by_group(vote, [seat for seat in vote.eligible if seat in vote.paper_seats])
    return {
        "vote": vote.id,
        "groups": [
            {
                "group": group,
                "label": say(session.group_label(group)),
                "eligible": size,
                "phone": phone[group],
                "paper": paper[group],
                "remaining": remaining[group],
                "waiting": [
                    {"seat": seat, "name": session.name(seat)}
                    for seat in waiting
                    if vote.eligible[seat] == group
                ],
            }
            for group, size in vote.eligible_by_group.items()
        ],
    }
