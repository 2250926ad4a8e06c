"""The rulebook: what a form may say, and versions that stay as they were saved."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deliberation.records.rulebook.entries import entries_of, read_entries, words_of
from deliberation.records.rulebook.parameters import PARAMETERS, Fixed, OneOf, SomeOf, Whole
from deliberation.records.rulebook.store import packaged
from deliberation.records.staff.views import Who
from deliberation.session.rules import Ruleset
from web.services import Services

WHO = Who("test")

LEFT_OUT = {
    "id",
    "name",
    "quorum.on_fail",
    "voting.tie",
    "voting.recusal",
    "voting.interest_group_protection",
    "voting.correction_window",
    "deferral.reason_required",
    "deferral.reason_codes",
    "deferral.target_bodies",
    "publication.redact",
    "followup.overdue_flag",
}
"""What has no choice yet, or is a list of words that belongs to the minutes."""


def paths(body: object, before: str = "") -> Iterator[str]:
    if isinstance(body, dict) and body and before not in LEFT_OUT:
        for name, value in body.items():
            yield from paths(value, f"{before}.{name}" if before else str(name))
    else:
        yield before


def test_every_parameter_is_on_the_form_or_left_out_on_purpose() -> None:
    shown = {each.path for each in PARAMETERS}
    assert shown | LEFT_OUT == set(paths(msgspec.to_builtins(packaged())))
    assert len(shown) == len(PARAMETERS)


def test_what_stands_in_the_form_is_read_back_as_it_is() -> None:
    assert read_entries(entries_of(packaged()), packaged()) == (packaged(), {})


@given(
    st.dictionaries(
        st.sampled_from([each.path for each in PARAMETERS]),
        st.lists(
            st.sampled_from(["", "0", "1", "3", "-1", "９", "yes", "2/3", "online"]) | st.text(), max_size=3
        ),
        max_size=6,
    )
)
def test_whatever_is_typed_gives_rules_or_a_sentence_for_the_field(changes: dict[str, list[str]]) -> None:
    typed = entries_of(packaged()) | changes
    rules, problems = read_entries(typed, packaged())
    assert isinstance(rules, Ruleset)
    assert problems.keys() <= {each.path for each in PARAMETERS if not isinstance(each.kind, Fixed)}
    if not problems:
        assert read_entries(entries_of(rules), packaged()) == (rules, {})


@given(st.data())
def test_every_choice_that_is_offered_is_taken(data: st.DataObject) -> None:
    each = data.draw(st.sampled_from([one for one in PARAMETERS if not isinstance(one.kind, Fixed)]))
    match each.kind:
        case Whole(least=least, most=most):
            typed = [str(data.draw(st.integers(least, most)))]
        case OneOf(options=options):
            typed = [data.draw(st.sampled_from(sorted(options)))]
        case SomeOf(options=options, least=least):
            typed = data.draw(st.lists(st.sampled_from(sorted(options)), min_size=max(least, 1), unique=True))
        case _:
            typed = data.draw(st.sampled_from([[], ["yes"]]))
    rules, problems = read_entries(entries_of(packaged()) | {each.path: typed}, packaged())
    contradicts = {"speech.warn_at_remaining_seconds", "voting.default_method"}
    if not problems.keys() & (contradicts | {"warnings.forfeit_turn", "warnings.ask_to_leave"}):
        assert problems == {}
        assert sorted(entries_of(rules)[each.path]) == sorted(typed)
        assert words_of(each, rules).msgid


@pytest.mark.parametrize(
    "path, typed, at",
    [
        ("speech.limit_seconds", ["三分钟"], "speech.limit_seconds"),
        ("speech.limit_seconds", [], "speech.limit_seconds"),
        ("speech.limit_seconds", ["30"], "speech.warn_at_remaining_seconds"),
        ("warnings.forfeit_turn", ["1"], "warnings.forfeit_turn"),
        ("warnings.ask_to_leave", ["2"], "warnings.ask_to_leave"),
        ("voting.methods", [], "voting.methods"),
        ("voting.methods", ["online"], "voting.default_method"),
        ("voting.threshold.ratio", ["1/3"], "voting.threshold.ratio"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(path: str, typed: list[str], at: str) -> None:
    _, problems = read_entries(entries_of(packaged()) | {path: typed}, packaged())
    assert list(problems) == [at]


def test_what_is_law_cannot_be_typed() -> None:
    typed = entries_of(packaged()) | {"publication.notice_min_days": ["7"], "voting.proxy_allowed": ["yes"]}
    assert read_entries(typed, packaged()) == (packaged(), {})


@pytest.mark.asyncio
async def test_a_version_stays_as_it_was_saved_and_sessions_keep_theirs(hall: tuple[Services, str]) -> None:
    services, _code = hall
    community = (await services.communities.all())[0].id
    rulebook = services.rulebook
    before = await rulebook.current(community)

    shorter = replace(before, speech=replace(before.speech, limit_seconds=120))
    saved = await rulebook.save(community, shorter, who=WHO)
    again = await rulebook.save(community, before, who=WHO)

    assert (saved.id, again.id) == ("v2", "v3")
    assert saved.name == {"zh": "议事规则（第 2 版）", "en": "Rules of order, version 2"}
    assert await rulebook.version(community, before.id) == before
    assert await rulebook.version(community, "v2") == saved
    assert await rulebook.current(community) == again
    lines = await rulebook.versions(community)
    assert [(line.version, line.sessions, line.current) for line in lines] == [
        ("v3", 0, True),
        ("v2", 0, False),
        (before.id, 1, False),
    ]


@pytest.mark.asyncio
async def test_a_new_community_begins_with_the_packaged_rules(hall: tuple[Services, str]) -> None:
    rulebook = hall[0].rulebook
    nobody = 10_000
    assert await rulebook.current(nobody) == packaged()
    assert [line.version for line in await rulebook.versions(nobody)] == [packaged().id]
    assert await rulebook.version(nobody, packaged().id) == packaged()
    assert await rulebook.version(nobody, "v2") is None
