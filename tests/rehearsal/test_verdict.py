"""What a hall is told, and what it is advised to do."""

import msgspec
import pytest

from deliberation.language import speaker
from deliberation.rehearsal.course import Found, Times
from deliberation.rehearsal.verdict import Place, broken_off, judge

SAY = speaker("zh")
QUICK = Times(p50=10, p99=30, last=40, missing=0)
WELL = Found(
    phones=300,
    joined=300,
    lost=0,
    join=QUICK,
    check_in=QUICK,
    patch=QUICK,
    ballot=QUICK,
    turnout=QUICK,
    reconnect=QUICK,
    phones_busy=0.2,
    server_busy=0.3,
)
SLOW = msgspec.structs.replace(QUICK, p99=11_000.0, last=12_000.0)


def test_a_hall_that_is_fit_is_told_so_with_its_figures() -> None:
    verdict = judge(WELL, "there")

    assert verdict.fit
    assert SAY(verdict.answer) == (
        "你们的电脑和网络可以带 300 部手机：投票 0.03 秒内确认，0.04 秒内每块屏幕都看到全部票数，"
        "断线后 0.04 秒内全部连回来。"
    )
    assert verdict.advice == []


def test_on_one_computer_nothing_is_said_about_the_network() -> None:
    assert "网络" not in SAY(judge(WELL, "here").answer)


@pytest.mark.parametrize("step", ["join", "patch", "ballot", "turnout", "reconnect"])
def test_each_slow_step_is_named_and_keeps_the_hall_from_being_fit(step: str) -> None:
    verdict = judge(msgspec.structs.replace(WELL, **{step: SLOW}), "there")

    assert not verdict.fit
    assert len(verdict.findings) == 1
    assert "应当不到" in SAY(verdict.findings[0])


@pytest.mark.parametrize(
    "change",
    [
        {"joined": 299},
        {"lost": 1},
        {"check_in": msgspec.structs.replace(QUICK, missing=1)},
        {"ballot": msgspec.structs.replace(QUICK, missing=1)},
        {"patch": msgspec.structs.replace(QUICK, missing=1)},
        {"turnout": msgspec.structs.replace(QUICK, missing=1)},
        {"reconnect": msgspec.structs.replace(QUICK, missing=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_missing_keeps_the_hall_from_being_fit(change: dict[str, object]) -> None:
    verdict = judge(msgspec.structs.replace(WELL, **change), "there")

    assert not verdict.fit
    assert len(verdict.findings) == 1


@pytest.mark.parametrize(
    "place,phones_busy,server_busy,advice",
    [
        pytest.param("here", 0.9, 0.9, "这台电脑忙不过来", id="one computer"),
        pytest.param("there", 0.9, 0.9, "扮手机的这台电脑", id="the phones' computer is too slow to tell"),
        pytest.param("there", 0.2, 0.9, "跑服务的电脑忙不过来", id="the server's computer"),
        pytest.param("there", 0.2, 0.2, "网线", id="the network"),
    ],
)
def test_the_advice_names_what_is_slow(
    place: Place, phones_busy: float, server_busy: float, advice: str
) -> None:
    found = msgspec.structs.replace(WELL, ballot=SLOW, phones_busy=phones_busy, server_busy=server_busy)

    cause, fewer = map(SAY, judge(found, place).advice)

    assert advice in cause
    assert "--phones 150" in fewer


def test_a_rehearsal_that_broke_off_is_not_fit() -> None:
    verdict = broken_off(1, "hung up")

    assert not verdict.fit
    assert "hung up" in SAY(verdict.findings[0])
    assert "--phones 1" in SAY(verdict.advice[0])
