"""What is wrong with a message before any rule is asked: the codes and sentences of the wire."""

from typing import Any, Final

from deliberation.live.messages import Refused
from deliberation.session.phrases import N_, Phrase, Value

SENTENCES: Final[dict[str, str]] = {
    "too_large": N_("内容太多了，一次最多 {limit} 字节。请分几次提交。"),
    "bad_id": N_("操作编号不对：应当是 1 到 64 个字符。"),
    "unknown_command": N_("没有“{do}”这个操作。"),
    "unknown_field": N_("这个操作没有“{field}”这一项。"),
    "missing_field": N_("还缺“{field}”，请填写。"),
    "wrong_type": N_("“{field}”填得不对，请检查。"),
    "too_long": N_("“{field}”太长了，最多 {limit} 个字。"),
    "bad_text": N_("“{field}”里有看不见的特殊字符，请删掉再试。"),
    "slow_down": N_("操作太快了，请稍等几秒。系统会自动再试。"),
}

LABELS: Final[dict[str, str]] = {
    "title": N_("标题"),
    "text": N_("内容"),
    "new_text": N_("修改后的全文"),
    "what": N_("做什么"),
    "who": N_("谁来做"),
    "when": N_("什么时候做完"),
    "money": N_("钱从哪来"),
    "reason": N_("理由"),
    "reason_text": N_("原因"),
    "response": N_("答复"),
    "due": N_("预计时间"),
    "from": N_("来信人"),
    "minutes": N_("分钟数"),
    "counts": N_("票数"),
    "happened_at": N_("补录的时间"),
    "issued": N_("发出票数"),
    "returned": N_("收回票数"),
    "invalid": N_("无效票数"),
}
"""What people call the fields that they fill in themselves; the others are chosen for them by the screen."""


class Malformed(Exception):
    """A message that is no command. `answer` says what is wrong with it."""

    def __init__(self, code: str, **detail: str | int) -> None:
        super().__init__(code)
        self.answer = refused(code, **detail)


def refused(code: str, **detail: str | int) -> Refused:
    """One of them; a field is called by the name that people know it by."""
    values: dict[str, Value] = dict(detail)
    field = detail.get("field")
    if field in LABELS:
        values["field"] = Phrase(LABELS[str(field)])
    plain: dict[str, Any] = dict(detail)
    return Refused(code, Phrase(SENTENCES[code], values), plain)
