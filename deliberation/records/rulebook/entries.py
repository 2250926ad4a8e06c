"""Between a ruleset and a form: what stands in its fields, and what is wrong with what was typed."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec

from deliberation.records.rulebook.parameters import (
    PARAMETERS,
    Fixed,
    OneOf,
    Parameter,
    SomeOf,
    Whole,
    YesNo,
)
from deliberation.session.phrases import N_, Phrase, phrase
from deliberation.session.rules import Ruleset

YES: Final = "yes"

Entries = Mapping[str, Collection[str]]
"""What a form sent: each field's values by the parameter's path. A box that is not ticked sends none."""

Problems = Mapping[str, Phrase]
"""What to do about a field, by path."""


def entries_of(rules: Ruleset) -> dict[str, list[str]]:
    """What stands in the form's fields for this ruleset."""
    body = msgspec.to_builtins(rules)
    return {
        each.path: _texts(_at(body, each.path)) for each in PARAMETERS if not isinstance(each.kind, Fixed)
    }


def read_entries(entries: Entries, base: Ruleset) -> tuple[Ruleset, Problems]:
    """The ruleset that was typed, over `base`; where a field cannot be used, its old value and a problem."""
    body = msgspec.to_builtins(base)
    problems: dict[str, Phrase] = {}
    for each in PARAMETERS:
        if isinstance(each.kind, Fixed):
            continue
        try:
            _put(body, each.path, _value(each, list(entries.get(each.path, ()))))
        except _Refused as refused:
            problems[each.path] = refused.sentence
    rules = msgspec.convert(body, Ruleset)
    return rules, problems or _contradictions(rules)


def words_of(parameter: Parameter, rules: Ruleset) -> Phrase:
    """A parameter's value in words."""
    match parameter.kind:
        case Fixed(words=words):
            return Phrase(words)
        case YesNo():
            return Phrase(N_("是") if _at(msgspec.to_builtins(rules), parameter.path) else N_("否"))
        case Whole(unit=unit):
            value = _at(msgspec.to_builtins(rules), parameter.path)
            return phrase("{count} {unit}", count=value, unit=Phrase(unit))
        case OneOf(options=options) | SomeOf(options=options):
            chosen = _texts(_at(msgspec.to_builtins(rules), parameter.path))
            # A scenario's own ruleset may have a ratio that the form does not offer.
            parts = tuple(Phrase(options[text]) if text in options else Phrase(text) for text in chosen)
            return phrase("{list}", list=parts) if parts else Phrase(N_("都不用"))


class _Refused(Exception):
    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


def _value(parameter: Parameter, texts: list[str]) -> object:
    """What was typed, as the ruleset keeps it. Raises _Refused."""
    kind = parameter.kind
    match kind:
        case YesNo():
            return YES in texts
        case SomeOf():
            if not set(texts) <= kind.options.keys():
                raise _Refused(phrase("请从列出的里面选。"))
            if len(texts) < kind.least:
                raise _Refused(phrase("至少选 {count} 样。", count=kind.least))
            return [option for option in kind.options if option in texts]
        case OneOf():
            if len(texts) != 1 or texts[0] not in kind.options:
                raise _Refused(phrase("请从列出的里面选一个。"))
            return _number(texts[0]) if "/" not in texts[0] else texts[0]
        case Whole():
            text = texts[0].strip() if texts else ""
            if not (text.isdecimal() and text.isascii() and kind.least <= int(text) <= kind.most):
                raise _Refused(phrase("请填 {least} 到 {most} 之间的数。", least=kind.least, most=kind.most))
            return int(text)
        case Fixed():
            raise _Refused(phrase("这一项不能改。"))


def _number(text: str) -> object:
    """Options that stand for numbers are numbers in the ruleset; all others are names."""
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def _contradictions(rules: Ruleset) -> dict[str, Phrase]:
    """Values that are right alone and wrong together."""
    found: dict[str, Phrase] = {}
    if rules.speech.warn_at_remaining_seconds >= rules.speech.limit_seconds:
        found["speech.warn_at_remaining_seconds"] = phrase("黄牌要在时间到以前亮，请填得比每次发言的时间短。")
    warnings = rules.warnings
    if warnings.forfeit_turn <= warnings.remind:
        found["warnings.forfeit_turn"] = phrase("要排在提醒后面，请填大一点的数。")
    if warnings.ask_to_leave <= warnings.forfeit_turn:
        found["warnings.ask_to_leave"] = phrase("要排在停这轮发言后面，请填大一点的数。")
    if rules.voting.default_method not in rules.voting.methods:
        found["voting.default_method"] = phrase("平常用的方式，要在可以用的方式里面。")
    return found


def _at(body: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a ruleset's values are of several types
    value: Any = body
    for name in path.split("."):
        value = value[name]
    return value


def _put(body: dict[str, Any], path: str, value: object) -> None:
    *folders, name = path.split(".")
    for folder in folders:
        body = body[folder]
    body[name] = value


def _texts(value: object) -> list[str]:
    """A value as the texts of a field."""
    if isinstance(value, bool):
        return [YES] if value else []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return [str(value)]
