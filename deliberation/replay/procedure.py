"""What a timeline leaves out because everybody in a hall would do it anyway: the procedural steps.

The rules themselves say which step is missing: a refusal's code leads to the step, then the command is tried
again.
"""

from collections.abc import Awaitable, Callable

from deliberation.records.scenario import Objection, Scenario
from deliberation.replay.stage import NotAllowed, Stage
from deliberation.session import commands as c
from deliberation.session.items import Objection as LiveObjection
from deliberation.session.names import AnswerKind, ObjectionId, SeatId

ANSWERS: dict[str, AnswerKind] = {
    "answered": "answered",
    "resolved_by_amendment": "resolved_by_amendment",
    "resolved_by_referral": "resolved_by_referral",
    "sustained_second_round": "second_round",
    "second_round": "second_round",
}
"""How a file's objection ended, as an answer."""

TRIES = 8
"""A vote may want an answer, three calls, the close and tellers before it opens; more would be a loop."""


class Procedure:
    """Fills in steps, and remembers which."""

    def __init__(self, stage: Stage, scenario: Scenario, live_ids: dict[str, str]) -> None:
        self._stage = stage
        self._scenario = scenario
        self._ids = live_ids
        self.filled: list[str] = []
        self._steps: dict[str, Callable[[], Awaitable[bool]]] = {
            "not_open_yet": self._open,
            "in_recess": self._resume,
            "someone_speaking": self._end_speech,
            "tellers_needed": self._name_tellers,
            "needs_second": self._second,
            "second_round_needed": self._answer_or_call,
            "objection_unanswered": self._answer_or_call,
            "debate_open": self._close_debate,
            "debate_not_exhausted": self._call,
            "read_back_first": self._read_back,
        }

    async def through(self, act: Callable[[], Awaitable[dict[str, str]]]) -> dict[str, str]:
        """Do it, filling in what the rules say is missing; raises NotAllowed when nothing helps."""
        for _ in range(TRIES):
            try:
                return await act()
            except NotAllowed as refused:
                step = self._steps.get(refused.code)
                if step is None or not await step():
                    raise
        return await act()

    def _note(self, step: str) -> None:
        self.filled.append(step)

    async def _open(self) -> bool:
        self._note("open_session")
        await self._stage.chair(c.OpenSession())
        return True

    async def _resume(self) -> bool:
        self._note("resume")
        await self._stage.chair(c.Resume())
        return True

    async def _end_speech(self) -> bool:
        self._note("end_speech")
        await self._stage.chair(c.EndSpeech())
        return True

    async def _read_back(self) -> bool:
        self._note("read_back")
        await self._stage.recorder(c.ReadBack())
        return True

    async def _name_tellers(self) -> bool:
        """The first present members of different groups."""
        session = self._stage.session
        by_group = {session.group_of(seat.id): seat.id for seat in reversed(session.present_voters)}
        seats = list(by_group.values())[: session.rules.voting.tellers]
        self._note("name_tellers")
        await self._stage.recorder(c.NameTellers(seats))
        return True

    async def _second(self) -> bool:
        """Whoever the file names as seconding what is on the table."""
        session = self._stage.session
        on_table = session.proposal_on_table
        waiting: list[str] = [
            motion.id for motion in session.amendments.values() if motion.status == "proposed"
        ]
        if on_table is not None and on_table.status == "proposed":
            waiting.insert(0, on_table.id)
        named = {each.id: each.seconded_by for each in self._scenario.proposals}
        named |= {each.id: each.seconded_by for each in self._scenario.amendments}
        for key, seats in named.items():
            if self._ids.get(key) in waiting and seats:
                await self.second(key, seats)
                return True
        return False

    async def second(self, target: str, seats: list[str]) -> None:
        """Second one thing by everyone whom the file names and who has not yet."""
        live = self._ids[target]
        session = self._stage.session
        known = session.motion(live) or session.objections.get(ObjectionId(live))
        already = set(known.seconds) if known else set()
        for seat in seats:
            if SeatId(seat) not in already:
                self._note("second")
                await self._stage.seat(SeatId(seat), c.Second(live))

    async def _call(self) -> bool:
        self._note("call_for_more")
        for _ in range(self._stage.session.rules.close_debate.chair_asks_times):
            motion = self._stage.session.motion_on_table
            if (
                motion is None
                or motion.debate.calls >= self._stage.session.rules.close_debate.chair_asks_times
            ):
                break
            await self._stage.chair(c.CallForMore())
        return True

    async def _close_debate(self) -> bool:
        await self._call()
        self._note("close_debate")
        await self._stage.chair(c.CloseDebate())
        return True

    async def _answer_or_call(self) -> bool:
        """Answer what the file answers; when all is answered, ask the round once more."""
        if await self.answer_objections():
            return True
        motion = self._stage.session.motion_on_table
        if motion is None or motion.debate.closed:
            return False
        return await self._call()

    async def answer_objections(self) -> bool:
        """Give every answer of the file that can be given now; whether there was any."""
        given = False
        for each in self._scenario.objections:
            live = self._stage.session.objections.get(ObjectionId(self._ids.get(each.id, "")))
            if live is not None and self._ready(each, live):
                self._note("answer_objection")
                how = ANSWERS[each.status]
                await self._stage.chair(c.AnswerObjection(live.id, each.response, how))
                given = True
        return given

    def _ready(self, each: Objection, live: LiveObjection) -> bool:
        """Whether its answer stands in the file, was not given yet, and has what it refers to."""
        if live.how is not None or each.status not in ANSWERS or not each.response:
            return False
        if len(live.seconds) < len(each.seconded_by):
            return False
        moved = self._stage.session.amendments_of(live.proposal)
        return each.status != "resolved_by_amendment" or bool(moved)
