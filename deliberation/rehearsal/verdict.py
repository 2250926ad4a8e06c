"""What the figures of a rehearsal mean for a hall: fit or not, why, and what to do."""

from typing import Final, Literal

from msgspec import Struct

from deliberation.rehearsal.course import Found
from deliberation.session.phrases import N_, Phrase, phrase

SOON_MS: Final = 500
"""A step of the chair on each phone: people look up from the wall and it is there."""
SAVED_MS: Final = 1000
"""A ballot: above it, people press again."""
COUNTED_MS: Final = 2000
"""The full turnout on each screen, of which up to 200 ms are the rhythm of the pulse."""
BACK_MS: Final = 10_000
"""Everybody in, and in again after the Wi-Fi was gone: above it, people ask for help."""

BUSY: Final = 0.7
"""From this share of a core on, it is what is slow."""

Place = Literal["here", "there"]
"""Whether the server ran on this computer, or on another one."""


class Verdict(Struct, frozen=True):
    """`findings`: what is wrong, a sentence each; `advice`: what to do. Both are empty when it is fit."""

    answer: Phrase
    findings: list[Phrase]
    advice: list[Phrase]

    @property
    def fit(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def judge(found: Found, place: Place) -> Verdict:
    """Whether this hall may have so many phones."""
    findings = [*_missing(found), *_slow(found)]
    if findings:
        return Verdict(_unfit(found.phones), findings, [_cause(found, place), _fewer(found.phones)])
    whose = phrase("你们的电脑和网络") if place == "there" else phrase("你们的电脑")
    answer = phrase(
        "{whose}可以带 {phones} 部手机：投票 {ballot} 秒内确认，{turnout} 秒内每块屏幕都看到全部票数，"
        "断线后 {back} 秒内全部连回来。",
        whose=whose,
        phones=found.phones,
        ballot=seconds(found.ballot.p99),
        turnout=seconds(found.turnout.last),
        back=seconds(found.reconnect.last),
    )
    return Verdict(answer, [], [])


def broken_off(phones: int, why: str) -> Verdict:
    """When the rehearsal could not be finished."""
    return Verdict(_unfit(phones), [phrase("试到一半断了（{why}）。", why=why)], [_fewer(phones)])


def seconds(milliseconds: float | None) -> str:
    """For people: two digits that mean something."""
    if milliseconds is None:
        return "–"
    value = milliseconds / 1000
    return f"{max(value, 0.01):.2f}" if value < 1 else f"{value:.1f}"


def _unfit(phones: int) -> Phrase:
    return phrase("这样带 {phones} 部手机还不行。", phones=phones)


def _missing(found: Found) -> list[Phrase]:
    findings = []
    if found.joined < found.phones:
        findings.append(
            phrase("{phones} 部里只有 {joined} 部连上了。", phones=found.phones, joined=found.joined)
        )
    if found.lost:
        findings.append(phrase("有 {count} 部中途断线。", count=found.lost))
    if unanswered := found.check_in.missing + found.ballot.missing:
        findings.append(phrase("有 {count} 次签到或投票没有得到确认。", count=unanswered))
    if found.reconnect.missing:
        findings.append(phrase("断线后有 {count} 部没有连回来。", count=found.reconnect.missing))
    if (unseen := found.patch.missing + found.turnout.missing) and not found.lost:
        findings.append(phrase("有 {count} 次变化没有到手机上。", count=unseen))
    return findings


def _slow(found: Found) -> list[Phrase]:
    limits = [
        (found.join.last, BACK_MS, N_("全部连上用了 {seconds} 秒，应当不到 {limit} 秒。")),
        (found.patch.p99, SOON_MS, N_("会场的变化过 {seconds} 秒才到手机上，应当不到 {limit} 秒。")),
        (found.ballot.p99, SAVED_MS, N_("投票过 {seconds} 秒才确认，应当不到 {limit} 秒。")),
        (found.turnout.last, COUNTED_MS, N_("过 {seconds} 秒每块屏幕才看到票数，应当不到 {limit} 秒。")),
        (found.reconnect.last, BACK_MS, N_("断线后全部连回来用了 {seconds} 秒，应当不到 {limit} 秒。")),
    ]
    return [
        Phrase(text, {"seconds": seconds(value), "limit": f"{limit / 1000:g}"})
        for value, limit, text in limits
        if value is not None and value > limit
    ]


def _cause(found: Found, place: Place) -> Phrase:
    """What most likely keeps it: whoever was busy, else what lies between them."""
    if place == "here":
        return phrase("这台电脑忙不过来：接上电源，关掉别的程序，或者换一台快些的，再试一次。")
    if found.phones_busy > BUSY:
        return phrase("扮手机的这台电脑自己忙不过来，说明不了会场：换一台快些的来扮手机，再试一次。")
    if found.server_busy > BUSY:
        return phrase("跑服务的电脑忙不过来：接上电源，关掉别的程序，或者换一台快些的，再试一次。")
    return phrase(
        "两台电脑都不忙，慢的是网络：跑服务的电脑用网线接路由器，手机用 5 GHz 的无线网，"
        "路由器放在会场中间，再试一次。"
    )


def _fewer(phones: int) -> Phrase:
    return phrase(
        "或者少用手机：先试 --phones {phones}；其余的人举手、用纸票，记录人照样能记。",
        phones=max(1, phones // 2),
    )
