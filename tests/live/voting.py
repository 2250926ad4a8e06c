"""The way to a vote, step by step, for tests that begin there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from deliberation.session.commands import (
    CallForMore,
    CheckIn,
    CloseDebate,
    CloseVote,
    OpenTopic,
    OpenVote,
    Propose,
    Second,
)
from deliberation.session.facts import Actor
from deliberation.session.names import TopicId, VoteId
from tests.live.hall import Hall, opened
from tests.support.halls import CHAIR, MEMBERS

BENCH = Propose(
    TopicId("T1"), "添两把长椅", "在树下添两把长椅", "买长椅", "居委会", "两个月内", "社区公益金 1200 元"
)


async def until_vote(hall: Hall, *, more: Sequence[Actor] = ()) -> Callable[[], Awaitable[object]]:
    """Everything up to an open vote V1 by phone on proposal P1; what comes back closes it."""
    await opened(hall)
    await asyncio.gather(*(hall.must(actor, CheckIn()) for actor in more))
    await hall.must(CHAIR, OpenTopic(TopicId("T1")))
    await hall.must(MEMBERS[2], BENCH)
    await hall.must(MEMBERS[3], Second("P1"))
    for _ in range(3):
        await hall.must(CHAIR, CallForMore())
    await hall.must(CHAIR, CloseDebate())
    await hall.must(CHAIR, OpenVote("P1", "substantive", "online"))
    return lambda: hall.must(CHAIR, CloseVote(VoteId("V1")))
