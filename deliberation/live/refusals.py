"""Refusals that have nothing to do with the rules of order, as far as the rooms give them."""

from typing import Final

from deliberation.live.messages import Refused
from deliberation.session.phrases import Phrase, phrase

SENTENCES: Final[dict[str, Phrase]] = {
    "unavailable": phrase("现在存不下来，这一步还没有生效。系统会自动再试，请稍等。"),
    "internal": phrase("程序出错了，这一步没有生效。请告诉记录人。"),
    "id_taken": phrase("这个操作编号别人用过了。请刷新页面再试一次。"),
    "no_such_session": phrase("没有这场议事会。请核对编号。"),
    "bad_ticket": phrase("这张席位卡已经换过，不能再用。请扫新的席位卡。"),
}


def refused(code: str) -> Refused:
    """One of them."""
    return Refused(code, SENTENCES[code])
