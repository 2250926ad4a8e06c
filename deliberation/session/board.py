"""What each audience may see, as plain JSON keyed by id. A key without a value is left out, never null.

A fact shows to nobody until this file says so. `public` sees public names only; `hall` is everybody in the
room and the wall; `staff` are chair, recorder and supervision.
"""

from collections.abc import Callable
from itertools import takewhile
from operator import is_
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from deliberation.session import facts as f
from deliberation.session.closing import movers_needed, movers_present
from deliberation.session.evolve import LOG_LINES
from deliberation.session.items import Amendment, Proposal, Vote
from deliberation.session.labels import label_of, names
from deliberation.session.narrate import body_phrase, narrate
from deliberation.session.opinion_board import opinion_board
from deliberation.session.phrases import Label, Say, phrase
from deliberation.session.proposal_board import proposal_board, reason_phrase
from deliberation.session.quorum import missing_for_quorum
from deliberation.session.state import Session
from deliberation.session.tally import quorum_of
from deliberation.session.vote_board import vote_board
from deliberation.session.wall_text import wall_text
from deliberation.session.wire import Json, iso, present

Audience = Literal["public", "hall", "staff"]

LINES = 40
"""What the hall and the public see of the log: some ten lively minutes, 4 kB. Staff read back the whole."""

STAFF_LOG = (f.WarningGiven, f.TextHidden, f.TextShown, f.HandsCounted, f.PaperCounted, f.PaperIssued)
"""Lines that only staff see: nobody is shamed on the wall, and half a count is no result."""

PUBLIC_LOG = (
    f.SessionOpened,
    f.RulesRead,
    f.RecessStarted,
    f.SessionResumed,
    f.RecordReadBack,
    f.SessionClosed,
    f.FormChanged,
    f.TopicOpened,
    f.TopicClosed,
    f.ProposalMade,
    f.AmendmentMoved,
    f.ObjectionRaised,
    f.ObjectionAnswered,
    f.OpinionStated,
    f.OpinionAnswered,
    f.DebateClosed,
    f.VoteOpened,
    f.BallotBoxClosed,
    f.ScoresCounted,
    f.ProposalDeferred,
    f.DeferralRemoved,
)
"""Lines for anybody: what was dealt with, never who came, left, spoke or was warned."""


class Drawing(Struct, frozen=True):
    """A board in the making, and the one that was made for the same audience in the same language before."""

    session: Session
    audience: Audience
    say: Say
    before: Session | None
    shown: Json

    def kept(self, part: str, key: str) -> Any:  # noqa: ANN401 - JSON
        """What the last board showed there."""
        return self.shown[part][key]


class Part(Struct, frozen=True):
    """One part of the board.

    While everything in `made_of` is the very same object as before, the part is kept as it was: a turn
    changes one or two of them, and making all anew took most of its time. What never changes during a session
    (its setup and seats) is not named; tests/session/test_board.py watches that nothing else is left out.
    """

    make: Callable[[Drawing], Any]
    made_of: Callable[[Session], tuple[object, ...]]


def board(
    session: Session, audience: Audience, say: Say, *, last: tuple[Session, Json] | None = None
) -> Json:
    """The whole board of one audience in one language.

    Quicker with `last`: an earlier state, and the board that was made of it for the same people.
    """
    before, shown = last or (None, {})
    public = audience == "public"
    drawing = Drawing(
        replace(session, seats=session.public_seats) if public else session, audience, say, before, shown
    )
    return {
        name: shown[name]
        if before is not None and _same(part.made_of(before), part.made_of(session))
        else part.make(drawing)
        for name, part in PARTS.items()
        if name not in STAFF_PARTS or audience == "staff"
    }


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return all(map(is_, before, now))


def _proposals(it: Drawing) -> Json:
    """A long day has hundreds of proposals, of which a turn changes one; the others are kept."""
    return {
        key: it.kept("proposals", key)
        if _same_proposal(it, each)
        else proposal_board(it.session, each, it.audience, it.say)
        for key, each in it.session.proposals.items()
    }


def _same_proposal(it: Drawing, each: Proposal) -> bool:
    now, before = it.session, it.before
    return (
        before is not None
        and before.hidden is now.hidden
        and before.proposals.get(each.id) is each
        and all(before.amendments[key] is now.amendments[key] for key in each.amendments)
        and all(before.objections[key] is now.objections[key] for key in each.objections)
    )


def _votes(it: Drawing) -> Json:
    return {
        key: it.kept("votes", key)
        if _same_vote(it, each)
        else vote_board(it.session, each, it.audience, it.say)
        for key, each in it.session.votes.items()
    }


def _same_vote(it: Drawing, each: Vote) -> bool:
    now, before = it.session, it.before
    return (
        before is not None
        and before.hidden is now.hidden
        and before.votes.get(each.id) is each
        and before.motion(each.target) is now.motion(each.target)
    )


def _scores(session: Session) -> Json:
    """Totals only: a sheet has no name, and no group's sheets are told apart."""
    return {
        key: {
            "no": no,
            "topic": each.topic,
            "item": each.item,
            "issued": each.issued,
            "returned": each.returned,
            "invalid": each.invalid,
            "counts": each.counts,
        }
        for no, (key, each) in enumerate(session.scores.items(), start=1)
    }


def _log(it: Drawing) -> Json:
    """The lines of the log. Each was true when it was told, so it is told once, unless a text was hidden."""
    kept = it.before is not None and it.before.hidden is it.session.hidden
    lines: Json = dict(it.shown["log"]) if kept else {}
    last_seq = it.before.seq if kept and it.before is not None else 0
    fresh = list(takewhile(lambda entry: entry.seq > last_seq, reversed(it.session.log)))
    for entry in reversed(fresh):
        if _logged_for(entry, it.audience):
            lines[str(entry.seq)] = {"at": iso(entry.at), "text": it.say(narrate(it.session, entry))}
    oldest = it.session.log[0].seq if it.session.log else 0
    most = LOG_LINES if it.audience == "staff" else LINES
    gone = [key for index, key in enumerate(lines) if index < len(lines) - most or int(key) < oldest]
    for key in gone:
        del lines[key]
    return lines


def _logged_for(entry: f.Entry, audience: Audience) -> bool:
    if audience == "public":
        return isinstance(entry.fact, PUBLIC_LOG)
    return audience == "staff" or not isinstance(entry.fact, STAFF_LOG)


def _session(session: Session, say: Say) -> Json:
    setup = session.setup
    return present(
        code=setup.code,
        title=say(phrase("{title}", title=Label(setup.title))),
        community=setup.community,
        form=session.form,
        place=setup.place,
        timezone=setup.timezone,
        status=session.status,
        planned_at=iso(setup.planned_at),
        opened_at=iso(session.opened_at) if session.opened_at else None,
        closed_at=iso(session.closed_at) if session.closed_at else None,
        recess_until=iso(session.recess_until) if session.recess_until else None,
        rules_read=True if session.rules_read else None,
        read_back=True if session.read_back else None,
        tellers=names(session, session.tellers) or None,
        whiteboard={"left": setup.whiteboard[0], "right": setup.whiteboard[1]},
    )


def _quorum(session: Session, say: Say) -> Json:
    quorum = quorum_of(session)
    return {
        "expected": quorum.expected,
        "present": quorum.present,
        "needed": quorum.needed,
        "by_group": {
            each.group: {
                "label": say(session.group_label(each.group)),
                "chamber": "standing" if each.group == "standing" else "interest",
                "expected": each.expected,
                "present": each.present,
            }
            for each in quorum.groups
        },
        "met": quorum.met,
        "missing": [say(sentence) for sentence in missing_for_quorum(session, quorum)],
    }


def _now(session: Session, audience: Audience) -> Json:
    proposal, motion = session.proposal_on_table, session.motion_on_table
    return present(
        topic=session.topic,
        proposal=proposal.id if proposal else None,
        amendment=motion.id if isinstance(motion, Amendment) else None,
        vote=session.open_vote_id,
        issue=session.issue,
        # A note is written for the people in the hall and may name them.
        note=None if audience == "public" else session.note or None,
        result=session.last_result,
    )


def _floor(session: Session, say: Say) -> Json:
    motion, speech = session.motion_on_table, session.floor.speech
    speaker = speech and present(
        seat=speech.seat,
        name=session.name(speech.seat),
        group=label_of(session, speech.seat, say),
        position=speech.position,
        kind=speech.kind,
        started_at=iso(speech.started_at),
        limit_seconds=speech.limit_seconds,
        warn_at_seconds=session.rules.speech.warn_at_remaining_seconds,
        interpreter=session.name(speech.interpreter) if speech.interpreter else None,
    )
    movers = motion and movers_present(session, motion)
    return present(
        speaker=speaker,
        queue=[
            present(
                id=hand.id,
                seat=hand.seat,
                name=session.name(hand.seat),
                group=label_of(session, hand.seat, say),
                position=hand.position,
                kind=hand.kind,
                first_time=not session.has_spoken(hand.seat),
            )
            for hand in session.queue
        ],
        calls=motion.debate.calls if motion else 0,
        closed=True if motion and motion.debate.closed else None,
        movers={"have": movers, "need": movers_needed(session)} if movers else None,
    )


def _topic(session: Session, topic: f.AgendaTopic) -> Json:
    return {
        "no": [each.id for each in session.setup.topics].index(topic.id) + 1,
        "title": topic.title,
        "status": session.topic_status[topic.id],
        "votable": session.noticed_in_time(topic),
        "affected_groups": topic.affected_groups,
        "issues": {
            issue.id: {
                "title": issue.title,
                "photos": [{"src": photo.src, "alt": photo.alt} for photo in issue.photos],
            }
            for issue in topic.issues
        },
    }


def _people(it: Drawing) -> Json:
    """Everybody by seat. A check-in changes one of a thousand; the others are kept."""
    session, before = it.session, it.before
    if before is None or before.topic != session.topic or before.recused != session.recused:
        return {seat: _person(session, each, it.say) for seat, each in session.seats.items()}
    spoken = session.floor.speeches.items() - before.floor.speeches.items()
    changed = (
        (session.present ^ before.present)
        | {seat for seat, _ in session.warnings.items() - before.warnings.items()}
        | {seat for (_, seat), _ in spoken}
    )
    fresh = {seat: _person(session, session.seats[seat], it.say) for seat in changed}
    return {**it.shown["people"], **fresh}


def _person(session: Session, seat: f.Seat, say: Say) -> Json:
    return present(
        name=seat.name,
        org=seat.org or None,
        group=session.group_of(seat.id),
        label=label_of(session, seat.id, say),
        chamber=seat.chamber,
        role=seat.role,
        votes=session.may_vote(seat),
        present=seat.id in session.present,
        warnings=session.warnings.get(seat.id),
        recused=True if session.is_recused(seat.id) else None,
        spoken=session.floor.speeches.get((session.topic, seat.id)) if session.topic else None,
        table=seat.table,
        phone=seat.has_phone,
    )


def _options(session: Session, say: Say) -> Json:
    deferral, voting = session.rules.deferral, session.rules.voting
    return {
        "reasons": {code: say(reason_phrase(session, code)) for code in deferral.reason_codes},
        "bodies": {body: say(body_phrase(body)) for body in deferral.target_bodies},
        "methods": list(voting.methods),
        "tellers": voting.tellers,
    }


PARTS: dict[str, Part] = {
    "session": Part(
        lambda it: _session(it.session, it.say),
        lambda s: (
            *(s.form, s.status, s.opened_at, s.closed_at, s.recess_until),
            *(s.rules_read, s.read_back, s.tellers),
        ),
    ),
    "quorum": Part(lambda it: _quorum(it.session, it.say), lambda s: (s.here,)),
    "rules": Part(
        lambda it: [{"no": no, "text": it.say(text)} for no, text in wall_text(it.session.rules)],
        lambda _: (),
    ),
    "now": Part(
        lambda it: _now(it.session, it.audience),
        lambda s: (
            *(s.topic, s.open_vote_id, s.issue, s.note, s.last_result),
            *(s.unsettled_ids, s.proposals, s.amendments),
        ),
    ),
    "floor": Part(
        lambda it: _floor(it.session, it.say),
        lambda s: (s.floor, s.topic, s.present, s.unsettled_ids, s.proposals, s.amendments),
    ),
    "topics": Part(
        lambda it: {each.id: _topic(it.session, each) for each in it.session.setup.topics},
        lambda s: (s.topic_status,),
    ),
    "proposals": Part(_proposals, lambda s: (s.proposals, s.amendments, s.objections, s.hidden)),
    "opinions": Part(
        lambda it: {
            key: opinion_board(it.session, each, it.audience, it.say)
            for key, each in it.session.opinions.items()
        },
        lambda s: (s.opinions, s.hidden),
    ),
    "scores": Part(lambda it: _scores(it.session), lambda s: (s.scores,)),
    "votes": Part(_votes, lambda s: (s.votes, s.proposals, s.amendments, s.hidden)),
    "log": Part(_log, lambda s: (s.log, s.hidden)),
    "people": Part(_people, lambda s: (s.present, s.warnings, s.recused, s.topic, s.floor.speeches)),
    "options": Part(lambda it: _options(it.session, it.say), lambda _: ()),
}
STAFF_PARTS = ("people", "options")
