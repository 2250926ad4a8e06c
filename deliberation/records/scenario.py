"""Scenario files: one session with everything around it, as YAML. Read here, checked here, and nowhere else.

A file may carry more than is read (follow-ups, evaluations, …); what is read must be right.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import yaml
from msgspec import Meta, Struct

from deliberation.records.scenario_checks import FORMS, contradictions
from deliberation.session.names import Chamber, Form, Method, MotionType, Position, Secrecy
from deliberation.session.phrases import Phrase, phrase

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Text = Annotated[str, Meta(min_length=1)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$")]
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
Counted = tuple[int, int, int]


class _PlainLoader(yaml.SafeLoader):
    """Leaves dates as text: `when` may be a date or words, and a wrong date is named by its field."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute, not one of an instance
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class ScenarioError(Exception):
    """The file cannot be used; `sentence` says where and why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


class Bilingual(Struct, frozen=True):
    """A text in Chinese and English."""

    zh: Text
    en: Text

    def by_language(self) -> dict[str, str]:
        """As the ledger keeps it."""
        return {"zh": self.zh, "en": self.en}


class Whiteboard(Struct, frozen=True):
    """The two mottoes on the board."""

    left: str = "邻里客厅"
    right: str = "协商共治"


class Meeting(Struct, frozen=True):
    """When, and under which rules. Times are hall time."""

    date: dt.date
    start: Clock
    ruleset: Text
    notice_sent: dt.date | None = None


class Photo(Struct, frozen=True):
    """A picture file beside the scenario."""

    file: FileName
    place: str = ""
    taken: dt.date | None = None


class Issue(Struct, frozen=True):
    """线索."""

    id: Key
    title: Text
    status: Text
    source: str = ""
    topic: Key | None = None
    merged_into: Key | None = None
    photos: list[Photo] = []


class Participant(Struct, frozen=True):
    """A person and the seat they take."""

    id: Key
    name: Text
    public_name: Text
    chamber: Chamber
    voting: bool
    role: Literal["chair", "recorder", "member", "observer", "supervisor"] = "member"
    org: str = ""
    group: Key | None = None
    table: int | None = None
    present: bool = True
    left_at: Clock | None = None
    device: str = "phone"


class Group(Struct, frozen=True):
    """利益相关方."""

    zh: Text
    en: Text
    seats: Annotated[int, Meta(ge=0)]


class Topic(Struct, frozen=True):
    """议题. `background` is Markdown."""

    id: Key
    title: Text
    affected_groups: list[Key] = []
    background: str = ""


class Deferral(Struct, frozen=True):
    """不能马上办."""

    reason_code: Text
    target_body: Text
    reason_text: Text
    due: str | None = None


class Proposal(Struct, frozen=True):
    """方案."""

    id: Key
    topic: Key
    title: Text
    by: Key
    who: Text
    when: Text
    money: Text
    text_final: str = ""
    outcome: str = ""
    text: str | None = None
    seconded_by: list[Key] = []
    vote: Key | None = None
    deferral: Deferral | None = None


class Amendment(Struct, frozen=True):
    """修改."""

    id: Key
    proposal: Key
    by: Key
    text: Text
    reason: Text
    outcome: str = ""
    seconded_by: list[Key] = []
    vote: Key | None = None


class Objection(Struct, frozen=True):
    """异议."""

    id: Key
    target: Key
    by: Key
    reason: Text
    status: str = ""
    response: str = ""
    seconded_by: list[Key] = []


class Moment(Struct, frozen=True):
    """One line of the timeline."""

    seq: int
    t: Clock
    type: Text
    actor: Key | None = None
    topic: Key | None = None
    issue: Key | None = None
    proposal: Key | None = None
    amendment: Key | None = None
    objection: Key | None = None
    vote: Key | None = None
    tellers: list[Key] = []
    position: Position | None = None
    seconds: int | None = None
    interpreter: Key | None = None
    level: str | int | None = None
    target: Key | None = None
    minutes: Annotated[int, Meta(ge=1, le=240)] | None = None
    form: Form | None = None
    reason: str = ""
    text: str = ""
    note: str = ""

    @property
    def about(self) -> str | None:
        """The objection, amendment or proposal that it is about, the most particular one that is named."""
        return self.target or self.objection or self.amendment or self.proposal


class Vote(Struct, frozen=True):
    """表决 and its result."""

    id: Key
    target: Key
    motion_type: MotionType
    method: Method
    counts: dict[Key, Counted]
    total: Counted
    present_voting: int
    result: Text
    secrecy: Secrecy | None = None
    electorate: list[str] | None = None
    issued: int | None = None
    returned: int | None = None
    invalid: int = 0


class Attendance(Struct, frozen=True):
    """How many came, by the file's own count at the opening."""

    expected_voting: int | None = None
    present_voting: int | None = None
    standing_expected: int | None = None
    standing_present: int | None = None
    quorum_met: bool | None = None


class Resolution(Struct, frozen=True):
    """The number and text of what came out."""

    number: Text


class Scenario(Struct, frozen=True):
    """The whole file."""

    id: Key
    title: Bilingual
    place: Text
    form: Text
    session: Meeting
    participants: list[Participant]
    topics: Annotated[list[Topic], Meta(min_length=1)]
    groups: dict[Key, Group] = {}
    whiteboard: Whiteboard = Whiteboard()
    issues: list[Issue] = []
    proposals: list[Proposal] = []
    amendments: list[Amendment] = []
    objections: list[Objection] = []
    timeline: list[Moment] = []
    votes: list[Vote] = []
    attendance: Attendance | None = None
    resolution: Resolution | None = None

    @property
    def community(self) -> str:
        """Whose hall it is: the name before 议 in the resolution's number, else the place less its room."""
        if self.resolution and (found := re.match(r"(.+?)议〔", self.resolution.number)):
            return found[1]
        return re.sub(r"（.*?）", "", re.split(r"[·・]", self.place)[0]).strip()

    @property
    def form_code(self) -> Form:
        """The form by its code."""
        return FORMS.get(self.form) or msgspec.convert(self.form, Form)


def load_scenario(path: Path) -> Scenario:
    """Read a file; raises ScenarioError."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(phrase("打不开 {file}。请检查路径和编码（UTF-8）。", file=str(path))) from error
    return parse_scenario(source, name=path.name)


def parse_scenario(source: str, *, name: str) -> Scenario:
    """Read a file's text; `name` is for error messages. Raises ScenarioError."""
    try:
        loader = _PlainLoader(source)
        # Nodes know their lines, data do not; both come from one reading.
        document = loader.get_single_node()
        data = None if document is None else loader.construct_document(document)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(
            phrase(
                "{file} 第 {line} 行不是正确的 YAML：{detail}。",
                file=name,
                line=line,
                detail=error.problem or "",
            )
        ) from error
    except yaml.YAMLError as error:
        raise ScenarioError(
            phrase("{file} 不是正确的 YAML：{detail}。", file=name, detail=str(error))
        ) from error
    try:
        scenario = msgspec.convert(data, Scenario)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        steps = where.rstrip("`").lstrip(".")
        raise ScenarioError(_at(name, document, steps, _complaint(what))) from error
    for field, complaint in contradictions(scenario):
        raise ScenarioError(_at(name, document, field, complaint))
    return scenario


def _complaint(what: str) -> Phrase:
    """A validation message in words."""
    if missing := re.match(r"Object missing required field `(.+)`", what):
        return phrase("缺少“{name}”", name=missing[1])
    if wrong := re.match(r"Expected `(.+)`, got `(.+)`", what):
        return phrase("这里应当是 {expected}，写的却是 {found}", expected=wrong[1], found=wrong[2])
    return phrase("内容不对（{detail}）", detail=what)


def _at(name: str, document: yaml.Node | None, field: str, complaint: Phrase) -> Phrase:
    """The sentence that names file, line and field."""
    line = _line(document, field)
    if not field:
        return phrase("{file} 第 {line} 行：{complaint}。", file=name, line=line, complaint=complaint)
    return phrase(
        "{file} 第 {line} 行，{field}：{complaint}。", file=name, line=line, field=field, complaint=complaint
    )


def _line(node: yaml.Node | None, field: str) -> int:
    """The line of a field such as `participants[3].group`, or of the nearest thing around it."""
    if node is None:
        return 1
    for step in re.findall(r"[^.\[\]]+", field):
        match node:
            case yaml.MappingNode():
                inner = next((value for key, value in node.value if key.value == step), None)
            case yaml.SequenceNode() if step.isdigit() and int(step) < len(node.value):
                inner = node.value[int(step)]
            case _:
                inner = None
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1
