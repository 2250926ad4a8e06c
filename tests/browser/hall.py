"""What happens in a hall, sent over sockets: brings a session to where a test about screens begins."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import msgspec
import socketio

from deliberation.console.bringing import Brought
from deliberation.language import speaker
from deliberation.ledger.store import Ledger
from deliberation.session.board import board
from deliberation.session.evolve import fold
from deliberation.session.wire import Json

PRESENT = ("S1", "S2", "S3", "S4", "S5", "D1", "D2", "F1", "F2", "F3", "M1", "C1")
"""Who comes to liuhe-yard: 12 of 13, M2 is on leave."""

GROUPS = {"standing": 5, "dog": 2, "family": 3, "shop": 1, "clean": 1}

NOT_NOW = {"slow_down", "unavailable"}


class Hall:
    """One session, and a connection for each person who says something in it."""

    def __init__(self, url: str, brought: Brought, ledger: Ledger) -> None:
        self.url = url
        self.brought = brought
        self.code = brought.session
        self._ledger = ledger
        self._voices: dict[str, socketio.AsyncClient] = {}
        self._ids = count(1)
        self.seq = 0
        """The newest state that was reached from here."""

    async def close(self) -> None:
        """Hang up; whoever says something after it calls again."""
        await asyncio.gather(*(_hang_up(voice) for voice in self._voices.values()))
        self._voices.clear()

    async def say(self, who: str, do: str, /, **arguments: object) -> Json:
        """Give one command as `who` (a seat, chair or recorder) until it is done; gives its result."""
        voice = await self._voice(who)
        command = {"id": f"{who}-{next(self._ids)}", "do": do, **arguments}
        while True:
            answer: dict[str, Any] = await voice.call("command", command, namespace="/live", timeout=60)
            if answer["ok"]:
                self.seq = max(self.seq, answer["seq"])
                result: Json = answer["result"]
                return result
            assert answer["code"] in NOT_NOW, answer
            await asyncio.sleep(0.2)  # told to slow down: a recorder's hands are slower than this loop

    async def _voice(self, who: str) -> socketio.AsyncClient:
        if who not in self._voices:
            voice = socketio.AsyncClient(reconnection=False)
            await voice.connect(
                f"{self.url}?session={self.code}",
                auth={"session": self.code, "ticket": self.brought.tickets[who], "have": None},
                namespaces=["/live"],
                transports=["websocket"],
                wait_timeout=60,
            )
            self._voices[who] = voice
        return self._voices[who]

    async def board(self) -> Any:  # noqa: ANN401 - JSON, looked into by the tests
        """The staff's board, folded from the ledger by this process: what really happened."""
        entries = await self._ledger.read(self.code)
        return msgspec.json.decode(msgspec.json.encode(board(fold(entries), "staff", speaker("zh"))))

    # Steps of a session, each where the last one ended ------------------------------------------------

    async def everybody_comes(self) -> None:
        for seat in PRESENT:
            await self.say("recorder", "record_attendance", seat=seat, present=True)

    async def opens(self) -> None:
        await self.say("chair", "open_session")
        await self.say("chair", "read_rules")
        await self.say("chair", "name_tellers", seats=["S4", "F2"])

    async def until_debate(self) -> None:
        """The first proposal lies on the table."""
        await self.everybody_comes()
        await self.opens()
        await self.say("chair", "open_topic", topic="T1")
        await self.proposes("F2", second="S5")

    async def proposes(
        self,
        seat: str,
        *,
        second: str,
        topic: str = "T1",
        title: str = "出台《文明养犬公约（试行）》",
        text: str = "遛狗牵绳、随手清粪、22点后不放单；不清粪一次罚款50元；由志愿者劝导",
    ) -> str:
        """A proposal with its second; gives its id."""
        result = await self.say(
            seat,
            "propose",
            topic=topic,
            title=title,
            text=text,
            what=text,
            who="居委会，志愿者队配合",
            when="6月20日前",
            money="不另花钱",
        )
        await self.say(second, "second", target=result["proposal"])
        return str(result["proposal"])

    async def is_talked_out(self) -> None:
        """Nobody wants to say more about the motion on the table."""
        for _ in range(3):
            await self.say("chair", "call_for_more")
        await self.say("chair", "close_debate")

    async def opens_vote(
        self, target: str, motion: str = "substantive", method: str = "show_of_hands"
    ) -> str:
        result = await self.say("chair", "open_vote", target=target, motion=motion, method=method)
        return str(result["vote"])

    async def counts(self, vote: str, *, against: str | None = None) -> None:
        """Everybody for it, but one whole group if wanted; then the result."""
        counts = {
            group: [0, people, 0] if group == against else [people, 0, 0] for group, people in GROUPS.items()
        }
        await self.say("recorder", "enter_count", vote=vote, counts=counts)
        await self.say("chair", "close_vote", vote=vote)

    async def phases(self) -> AsyncIterator[str]:
        """Walk through a session; names each state that looks different."""
        for part in (self._begins, self._debates, self._decides, self._refers, self._ends):
            async for phase in part():
                yield phase

    async def _begins(self) -> AsyncIterator[str]:
        yield "empty"
        await self.everybody_comes()
        yield "check-in"
        await self.opens()
        yield "opened"
        await self.say("chair", "open_topic", topic="T1")
        yield "topic"
        await self.say("chair", "show_issue", issue="I1")
        yield "photo"
        await self.say("chair", "show_issue")
        for seat, position in (("D1", "middle"), ("F3", "against"), ("S1", "for"), ("M1", "question")):
            await self.say(seat, "raise_hand", position=position)
        await self.say("chair", "give_floor", seat="F1", position="for", interpreter="S4")
        await self.say("recorder", "note", text="阮桂英（太仓话）：孙子踩到狗粪，草坪不敢进，希望有人管。")
        yield "speech"
        await self.say("chair", "end_speech")
        for seat in ("D1", "F3", "S1", "M1"):
            await self.say(seat, "lower_hand")

    async def _debates(self) -> AsyncIterator[str]:
        await self.proposes("F2", second="S5")
        await self.say("D1", "object", target="P1", reason="罚款没有依据，养狗的人会被当成对立面")
        await self.say("D2", "second", target="OB1")
        new_text = (
            "遛狗牵绳、随手清粪、22点后不放单；由志愿者劝导并提供拾便袋；自愿签名加入；不罚款、不公开点名"
        )
        await self.say(
            "D1",
            "amend",
            proposal="P1",
            text="删去“不清粪一次罚款50元”，改为劝导、提供拾便袋和自愿签名",
            reason="议事会没有罚款权；公约不能设罚款",
            new_text=new_text,
        )
        await self.say("D2", "second", target="A1")
        yield "amendment"
        await self.say(
            "chair", "answer_objection", objection="OB1", response="采纳", how="resolved_by_amendment"
        )
        await self.is_talked_out()
        yield "talked-out"

    async def _decides(self) -> AsyncIterator[str]:
        vote = await self.opens_vote("A1", "amendment")
        yield "vote-hands"
        await self.counts(vote, against="shop")
        yield "result-amendment"
        await self.is_talked_out()
        vote = await self.opens_vote("P1", method="online")
        for seat in ("S1", "D1", "M1"):
            await self.say(seat, "cast_ballot", vote=vote, choice="for")
        yield "vote-phone"
        waiting = {
            "standing": [4, 0, 0],
            "dog": [0, 0, 1],
            "family": [3, 0, 0],
            "shop": [0, 0, 0],
            "clean": [1, 0, 0],
        }
        await self.say("recorder", "enter_count", vote=vote, counts=waiting)
        await self.say("chair", "close_vote", vote=vote)
        yield "result"

    async def _refers(self) -> AsyncIterator[str]:
        await self.say("chair", "open_topic", topic="T3")
        await self.proposes(
            "S5",
            second="F3",
            topic="T3",
            title="成立群众小组监督乱贴小广告",
            text="拟在居民中推选7人组成监督小组，制定劝导与上报办法",
        )
        await self.is_talked_out()
        await self.counts(await self.opens_vote("P2", "referral"))
        await self.say(
            "chair",
            "mark_deferred",
            proposal="P2",
            reason_code="new_group",
            reason_text="要在全体居民中推选人员并赋予日常监督职责，涉及全体居民，议事会不能代替居民会议作出决定",
            body="residents_meeting",
            due="7月10日前",
        )
        yield "marked"
        await self.proposes(
            "M1",
            second="S2",
            topic="T3",
            title="设立专门张贴广告的公告栏",
            text="东门、菜场口各设1块便民公告栏，实名登记、每月清一次",
        )
        yield "second-proposal"

    async def _ends(self) -> AsyncIterator[str]:
        await self.say("chair", "recess", minutes=10)
        yield "recess"
        await self.say("chair", "resume")
        await self.is_talked_out()
        await self.counts(await self.opens_vote("P3"))
        await self.say("chair", "close_topic", topic="T3")
        await self.say("recorder", "read_back")
        await self.say("chair", "close_session")
        yield "closed"


async def _hang_up(voice: socketio.AsyncClient) -> None:
    await voice.disconnect()
    # python-socketio lets go of its HTTP session in a task of its own.
    await voice.wait()
