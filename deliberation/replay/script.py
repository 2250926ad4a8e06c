"""A timeline, line by line, as commands."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation.records.scenario import Moment, Scenario, Vote
from deliberation.replay.procedure import Procedure
from deliberation.replay.stage import NotAllowed, Stage
from deliberation.session import commands as c
from deliberation.session.names import (
    Choice,
    IssueId,
    ProposalId,
    SeatId,
    SpeechKind,
    TopicId,
    VoteId,
)
from deliberation.session.phrases import Phrase, phrase
from deliberation.session.state import Session

ROLL_CALL = timedelta(minutes=5)
"""Before the first line of the timeline, as people come in."""


def starts_at(scenario: Scenario, timezone: ZoneInfo) -> datetime:
    """When the session was planned to begin."""
    meeting = scenario.session
    return datetime.combine(meeting.date, time.fromisoformat(meeting.start), tzinfo=timezone)


CHOICES: tuple[Choice, Choice, Choice] = ("for", "against", "abstain")


class Script:
    """Walks one scenario through a stage. `stopped` says where the rules did not follow the file."""

    def __init__(self, scenario: Scenario, stage: Stage, timezone: str) -> None:
        self.scenario = scenario
        self.stage = stage
        self.live_ids: dict[str, str] = {}
        """The file's ids of proposals, amendments, objections and votes, and what the session called them."""
        self.procedure = Procedure(stage, scenario, self.live_ids)
        self.stopped: tuple[Moment, Phrase] | None = None
        self.opened: Session | None = None
        """The session at its opening, when the file counts who is there."""
        self._timezone = ZoneInfo(timezone)
        self._at = starts_at(scenario, self._timezone)
        """The moment that the timeline has reached, in its own time."""
        self._handlers: dict[str, Callable[[Moment], Awaitable[None]]] = {
            "open": self._open,
            "rules_read": self._rules_read,
            "tellers_named": self._tellers_named,
            "topic_open": self._topic_open,
            "topic_close": self._topic_close,
            "photo_shown": self._photo_shown,
            "speech": self._speech,
            "answer": self._answer,
            "written_opinion": self._written_opinion,
            "proposal": self._proposal,
            "second": self._second,
            "amendment": self._amendment,
            "objection": self._objection,
            "withdraw": self._withdraw,
            "close_debate": self._close_debate,
            "move_to_close": self._move_to_close,
            "request_secret": self._request_secret,
            "vote": self._vote,
            "mark_deferred": self._mark_deferred,
            "warning": self._warning,
            "recuse": self._recuse,
            "check_in": self._check_in,
            "arrive": self._check_in,
            "leave": self._leave,
            "change_form": self._change_form,
            "recess": self._recess,
            "resume": self._resume,
            "note": self._note,
            "readback": self._read_back,
            "close": self._close,
        }

    async def run(self) -> None:
        """From the roll call to the end, or to the first line that the rules refuse."""
        moments = self._moments()
        start = moments[0][0] if moments else starts_at(self.scenario, self._timezone)
        self._at = start - ROLL_CALL
        await self.stage.until(self._at)
        for person in self.scenario.participants:
            if person.present:
                await self.stage.recorder(c.RecordAttendance(SeatId(person.id), present=True))
        for at, moment in moments:
            self._at = max(self._at, at)
            await self.stage.until(self._at)
            # An event of another kind changes nothing that is compared; it stands in the record as a note.
            handler = self._handlers.get(moment.type, self._note)
            try:
                await handler(moment)
                await self.procedure.answer_objections()
            except NotAllowed as refused:
                self.stopped = (moment, refused.sentence)
                return

    def _moments(self) -> list[tuple[datetime, Moment]]:
        """Each line with its time, and the departures that stand only in the list of people."""
        moments: list[tuple[datetime, Moment]] = []
        day, before = self.scenario.session.date, time.min
        for moment in self.scenario.timeline:
            clock = time.fromisoformat(moment.t)
            if clock < before:  # past midnight
                day += timedelta(days=1)
            before = clock
            moments.append((datetime.combine(day, clock, tzinfo=self._timezone), moment))
        told = {moment.actor for _, moment in moments if moment.type == "leave"}
        for person in self.scenario.participants:
            if person.left_at and person.id not in told:
                leaving = Moment(seq=0, t=person.left_at, type="leave", actor=person.id)
                at = self._after_opening(time.fromisoformat(person.left_at))
                place = next((n for n, (each, _) in enumerate(moments) if each > at), len(moments))
                moments.insert(place, (at, leaving))
        return moments

    def _after_opening(self, clock: time) -> datetime:
        """That time of day, on the day of the session or, past midnight, on the next."""
        opening = starts_at(self.scenario, self._timezone)
        at = datetime.combine(opening.date(), clock, tzinfo=self._timezone)
        return at if at >= opening else at + timedelta(days=1)

    async def _do(self, act: Callable[[], Awaitable[dict[str, str]]]) -> dict[str, str]:
        return await self.procedure.through(act)

    def _actor(self, moment: Moment) -> SeatId:
        return SeatId(moment.actor or self.stage.first("chair").id)

    # The session's course ----------------------------------------------------------------------------

    async def _open(self, _moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.OpenSession()))
        self.opened = self.stage.session

    async def _rules_read(self, _moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.ReadRules()))

    async def _tellers_named(self, moment: Moment) -> None:
        seats = [SeatId(seat) for seat in moment.tellers]
        await self._do(lambda: self.stage.recorder(c.NameTellers(seats)))

    async def _topic_open(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.OpenTopic(TopicId(moment.topic or ""))))

    async def _topic_close(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.CloseTopic(TopicId(moment.topic or ""))))

    async def _photo_shown(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.ShowIssue(IssueId(moment.issue or ""))))

    async def _recess(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.Recess(moment.minutes or 10)))

    async def _resume(self, _moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.Resume()))

    async def _change_form(self, moment: Moment) -> None:
        form = moment.form or "talk"
        await self._do(lambda: self.stage.chair(c.ChangeForm(form)))

    async def _read_back(self, _moment: Moment) -> None:
        await self._do(lambda: self.stage.recorder(c.ReadBack()))

    async def _close(self, _moment: Moment) -> None:
        await self._do(lambda: self.stage.chair(c.CloseSession()))

    async def _note(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.recorder(c.Note(moment.note or moment.type)))

    # People and speeches -----------------------------------------------------------------------------

    async def _check_in(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.recorder(c.RecordAttendance(self._actor(moment), present=True)))

    async def _leave(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.seat(self._actor(moment), c.Leave()))

    async def _recuse(self, moment: Moment) -> None:
        seat, reason = self._actor(moment), moment.reason or moment.note
        await self._do(lambda: self.stage.seat(seat, c.Recuse(seat, reason)))

    async def _warning(self, moment: Moment) -> None:
        seat, reason = self._actor(moment), moment.reason or moment.note
        await self._do(lambda: self.stage.chair(c.Warn(seat, reason)))

    async def _speech(self, moment: Moment) -> None:
        """Hand up, floor, time, down again. Somebody without a vote speaks when the chair asks them."""
        seat, position = self._actor(moment), moment.position or "middle"
        speaker = self.stage.session.seat(seat)
        if speaker is None or not self.stage.session.may_vote(speaker):
            await self._speak(moment, "answer")
            return
        await self._do(lambda: self.stage.seat(seat, c.RaiseHand(position)))
        await self._speak(moment, "speech")

    async def _answer(self, moment: Moment) -> None:
        await self._speak(moment, "answer")

    async def _speak(self, moment: Moment, kind: SpeechKind) -> None:
        seat = self._actor(moment)
        interpreter = SeatId(moment.interpreter) if moment.interpreter else None
        floor = c.GiveFloor(kind, seat=seat, interpreter=interpreter)
        await self._do(lambda: self.stage.chair(floor))
        self._at += timedelta(seconds=moment.seconds or 0)
        await self.stage.until(self._at)
        await self._do(lambda: self.stage.chair(c.EndSpeech()))

    async def _written_opinion(self, moment: Moment) -> None:
        author = self.stage.session.name(self._actor(moment))
        text = moment.text or moment.note
        await self._do(lambda: self.stage.recorder(c.ReadWrittenOpinion(author, text)))

    # Motions -----------------------------------------------------------------------------------------

    async def _proposal(self, moment: Moment) -> None:
        each = next(each for each in self.scenario.proposals if each.id == moment.proposal)
        text = each.text or each.text_final or each.title
        propose = c.Propose(TopicId(each.topic), each.title, text, text, each.who, each.when, each.money)
        result = await self._do(lambda: self.stage.seat(SeatId(moment.actor or each.by), propose))
        self.live_ids[each.id] = result["proposal"]
        if moment.seconds:
            await self._speak(moment, "opening")
        await self._second_unless_told(each.id, each.seconded_by)

    async def _amendment(self, moment: Moment) -> None:
        each = next(each for each in self.scenario.amendments if each.id == moment.amendment)
        amend = c.Amend(self.live_ids[each.proposal], each.text, each.reason, self._new_text(each.id))
        result = await self._do(lambda: self.stage.seat(SeatId(moment.actor or each.by), amend))
        self.live_ids[each.id] = result["amendment"]
        await self._second_unless_told(each.id, each.seconded_by)

    def _new_text(self, amendment: str) -> str | None:
        """The proposal's final text comes with the last amendment that is adopted."""
        adopted = [each for each in self.scenario.amendments if each.outcome == "adopted"]
        mine = next((each for each in adopted if each.id == amendment), None)
        if mine is None:
            return None
        last = [each for each in adopted if each.proposal == mine.proposal][-1]
        proposal = next(each for each in self.scenario.proposals if each.id == mine.proposal)
        return proposal.text_final if last.id == amendment else None

    async def _objection(self, moment: Moment) -> None:
        each = next(each for each in self.scenario.objections if each.id == moment.objection)
        objection = c.Object(self.live_ids[each.target], each.reason)
        result = await self._do(lambda: self.stage.seat(SeatId(moment.actor or each.by), objection))
        self.live_ids[each.id] = result["objection"]
        await self._second_unless_told(each.id, each.seconded_by)

    async def _second_unless_told(self, target: str, seats: list[str]) -> None:
        """Seconds that the file names but its timeline does not."""
        told = {
            each.actor for each in self.scenario.timeline if each.type == "second" and each.about == target
        }
        await self.procedure.second(target, [seat for seat in seats if seat not in told])

    async def _second(self, moment: Moment) -> None:
        target = self.live_ids[moment.about or ""]
        await self._do(lambda: self.stage.seat(self._actor(moment), c.Second(target)))

    async def _withdraw(self, moment: Moment) -> None:
        target = self.live_ids[moment.about or ""]
        await self._do(lambda: self.stage.seat(self._actor(moment), c.Withdraw(target)))

    async def _move_to_close(self, moment: Moment) -> None:
        await self._do(lambda: self.stage.seat(self._actor(moment), c.MoveToClose()))

    async def _request_secret(self, moment: Moment) -> None:
        target = self.live_ids[moment.about or ""]
        await self._do(lambda: self.stage.seat(self._actor(moment), c.RequestSecret(target)))

    async def _close_debate(self, _moment: Moment) -> None:
        await self.procedure.answer_objections()
        await self._do(lambda: self.stage.chair(c.CloseDebate()))

    async def _mark_deferred(self, moment: Moment) -> None:
        each = next(each for each in self.scenario.proposals if each.id == moment.proposal)
        if each.deferral is None:
            raise NotAllowed(
                "mark_reason_needed", phrase("{proposal} 没有写明原因（deferral）", proposal=each.id)
            )
        mark = c.MarkDeferred(
            ProposalId(self.live_ids[each.id]),
            each.deferral.reason_code,
            each.deferral.reason_text,
            each.deferral.target_body,
            each.deferral.due,
        )
        await self._do(lambda: self.stage.chair(mark))

    # Votes -------------------------------------------------------------------------------------------

    async def _vote(self, moment: Moment) -> None:
        each = next(each for each in self.scenario.votes if each.id == moment.vote)
        command = c.OpenVote(
            self.live_ids[each.target], each.motion_type, each.method, each.secrecy, each.electorate
        )
        result = await self._do(lambda: self.stage.chair(command))
        vote = VoteId(result["vote"])
        self.live_ids[each.id] = vote
        if each.method == "online":
            await self._cast(each, vote)
        elif each.method == "show_of_hands":
            await self._do(lambda: self.stage.recorder(c.EnterCount(vote, dict(each.counts))))
        else:
            await self._do(lambda: self.stage.recorder(self._paper(each, vote)))
        await self._do(lambda: self.stage.chair(c.CloseVote(vote)))

    def _paper(self, each: Vote, vote: VoteId) -> c.EnterPaper:
        valid = sum(sum(row) for row in each.counts.values())
        returned = each.returned if each.returned is not None else valid + each.invalid
        issued = each.issued if each.issued is not None else returned
        return c.EnterPaper(vote, issued, returned, each.invalid, dict(each.counts))

    async def _cast(self, each: Vote, vote: VoteId) -> None:
        """Ballots by phone: the file counts groups, so the members of a group take its choices in turn."""
        eligible = self.stage.session.votes[vote].eligible
        secret = self.stage.session.votes[vote].secrecy != "open"
        for group, row in each.counts.items():
            members = [seat for seat, own in eligible.items() if own == group]
            choices = [choice for choice, count in zip(CHOICES, row, strict=True) for _ in range(count)]
            if len(choices) > len(members):
                label = self.stage.session.group_label(eligible[members[0]]) if members else group
                short = phrase("{group}只有 {count} 人能投票", group=label, count=len(members))
                raise NotAllowed("counts_do_not_add_up", short)
            for seat, choice in zip(members, choices, strict=False):
                await self.stage.seat(seat, c.CastBallot(vote, choice), by_own_hand=secret)
