"""Scenario files: what is right is read, what is wrong is named in one sentence."""

from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.language import speaker
from deliberation.records.scenario import ScenarioError, load_scenario, parse_scenario

SOURCES = {
    name: files("deliberation.demo").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    for name in ("liuhe-yard", "parking-ev")
}


@pytest.mark.parametrize(
    "name,community,people", [("liuhe-yard", "江滩社区", 16), ("parking-ev", "荷塘苑", 18)]
)
def test_packaged_files_are_read(name: str, community: str, people: int) -> None:
    scenario = parse_scenario(SOURCES[name], name=name)

    assert scenario.community == community
    assert scenario.form_code == "deliberation"
    assert len(scenario.participants) == people
    assert len(scenario.votes) == 6


@pytest.mark.parametrize(
    "right,wrong,sentence",
    [
        pytest.param(
            "group: dog,",
            "group: cat,",
            "x.yaml 第 24 行，participants[7].group：没有编号为“cat”的一项。",
            id="unknown group",
        ),
        pytest.param(
            "{id: D2, name",
            "{id: D1, name",
            "x.yaml 第 25 行，participants[8].id：编号“D1”重复了。",
            id="duplicate id",
        ),
        pytest.param(
            "status: on_agenda, topic: T3",
            "status: on_agenda, topic: T9",
            "x.yaml 第 15 行，issues[5].topic：没有编号为“T9”的一项。",
            id="unknown topic",
        ),
        pytest.param(
            'start: "14:00:00"',
            "start: 14",
            "x.yaml 第 8 行，session.start：这里应当是 str，写的却是 int。",
            id="wrong type",
        ),
        pytest.param(
            "notice_sent: 2026-05-12",
            "notice_sent: 2026-02-30",
            "x.yaml 第 8 行，session.notice_sent：内容不对（Invalid RFC3339 encoded date）。",
            id="no such day",
        ),
        pytest.param("title: {zh", "titel: {zh", "x.yaml 第 3 行：缺少“title”。", id="missing field"),
        pytest.param(
            "form: 议事会", "form: 座谈", "x.yaml 第 6 行，form：没有“座谈”这种会议形式。", id="unknown form"
        ),
        pytest.param(
            "role: chair",
            "role: observer",
            "x.yaml 第 17 行，participants：要有一位主持人（chair），现在有 0 位。",
            id="nobody in the chair",
        ),
        pytest.param(
            "chamber: interest, group: shop, table",
            "chamber: interest, table",
            "x.yaml 第 29 行，participants[12]：利益相关方委员要写明 group。",
            id="member of no group",
        ),
        pytest.param(
            "file: i1-lawn.jpg",
            "file: ../../etc/passwd",
            "x.yaml 第 10 行，issues[0].photos[0].file：内容不对"
            "（Expected `str` matching regex '^[A-Za-z0-9_-][A-Za-z0-9._-]*$'）。",
            id="picture outside the folder",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(right: str, wrong: str, sentence: str) -> None:
    source = SOURCES["liuhe-yard"]
    assert right in source

    with pytest.raises(ScenarioError) as caught:
        parse_scenario(source.replace(right, wrong, 1), name="x.yaml")

    assert speaker("zh")(caught.value.sentence) == sentence


def test_unknown_parts_of_a_file_are_left_alone() -> None:
    assert (
        parse_scenario(SOURCES["liuhe-yard"] + "\nweather: {sky: clear}\n", name="x.yaml").id
        == "s1-liuhe-yard"
    )


@pytest.mark.parametrize("source", ["", "[]", "just words", "a: [", "\x00", "!!python/object:os.system {}"])
def test_what_is_no_scenario_at_all_is_refused(source: str) -> None:
    with pytest.raises(ScenarioError):
        parse_scenario(source, name="x.yaml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        load_scenario(tmp_path / "none.yaml")


# A packaged file takes a tenth of a second to read: fewer examples, and none against the clock.
@settings(max_examples=40)
@given(data=st.data(), name=st.sampled_from(sorted(SOURCES)))
def test_a_damaged_file_is_read_or_refused_but_never_breaks(data: st.DataObject, name: str) -> None:
    """Whatever line is lost or doubled, nobody sees a trace."""
    lines = SOURCES[name].splitlines()
    at = data.draw(st.integers(min_value=0, max_value=len(lines) - 1))
    damaged = data.draw(
        st.sampled_from([lines[:at] + lines[at + 1 :], lines[:at] + lines[at:][:1] + lines[at:]])
    )
    with suppress(ScenarioError):
        parse_scenario("\n".join(damaged), name=name)
