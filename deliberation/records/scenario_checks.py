"""Where a scenario contradicts itself: ids used twice, things mentioned that are not there."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from deliberation.session.names import Form
from deliberation.session.phrases import Phrase, phrase

if TYPE_CHECKING:
    from deliberation.records.scenario import Scenario

FORMS: Final[dict[str, Form]] = {
    "恳谈会": "talk",
    "议事会": "deliberation",
    "协调会": "mediation",
    "听证会": "hearing",
    "评议会": "appraisal",
}

Complaint = tuple[str, Phrase]


def contradictions(scenario: "Scenario") -> Iterator[Complaint]:
    """Where the file contradicts itself: (field, what is wrong)."""
    if scenario.form not in FORMS and scenario.form not in FORMS.values():
        yield "form", phrase("没有“{name}”这种会议形式", name=scenario.form)
    for field, ids in _listed_ids(scenario).items():
        seen: set[str] = set()
        for number, key in enumerate(ids):
            if key in seen:
                yield f"{field}[{number}].id", phrase("编号“{key}”重复了", key=key)
            seen.add(key)
    for role, words in (("chair", phrase("主持人（chair）")), ("recorder", phrase("记录人（recorder）"))):
        count = sum(person.role == role for person in scenario.participants)
        if count == 0 or (role == "chair" and count > 1):
            yield "participants", phrase("要有一位{role}，现在有 {count} 位", role=words, count=count)
    for number, person in enumerate(scenario.participants):
        if person.chamber == "interest" and person.group is None:
            yield f"participants[{number}]", phrase("利益相关方委员要写明 group")
    yield from _unknown_references(scenario)


def _listed_ids(scenario: "Scenario") -> dict[str, list[str]]:
    """The ids of each list, in order."""
    return {
        "participants": [person.id for person in scenario.participants],
        "topics": [topic.id for topic in scenario.topics],
        "issues": [issue.id for issue in scenario.issues],
        "proposals": [proposal.id for proposal in scenario.proposals],
        "amendments": [amendment.id for amendment in scenario.amendments],
        "objections": [objection.id for objection in scenario.objections],
        "votes": [vote.id for vote in scenario.votes],
    }


def _unknown_references(scenario: "Scenario") -> Iterator[Complaint]:
    """Every mention of an id that the file does not define."""
    ids = {field: set(keys) for field, keys in _listed_ids(scenario).items()}
    ids["groups"] = set(scenario.groups)
    ids["motions"] = ids["proposals"] | ids["amendments"]
    ids["targets"] = ids["motions"] | ids["objections"]
    ids["counted"] = ids["groups"] | {"standing"}
    for field, kind, keys in _references(scenario):
        for key in keys:
            if key is not None and key not in ids[kind]:
                yield field, phrase("没有编号为“{key}”的一项", key=key)


def _references(scenario: "Scenario") -> Iterator[tuple[str, str, Iterable[str | None]]]:
    """(field, the kind of thing it refers to, the ids it names)."""
    for n, person in enumerate(scenario.participants):
        yield f"participants[{n}].group", "groups", [person.group]
    for n, topic in enumerate(scenario.topics):
        yield f"topics[{n}].affected_groups", "groups", topic.affected_groups
    for n, issue in enumerate(scenario.issues):
        yield f"issues[{n}].topic", "topics", [issue.topic]
        yield f"issues[{n}].merged_into", "issues", [issue.merged_into]
    for n, proposal in enumerate(scenario.proposals):
        yield f"proposals[{n}].topic", "topics", [proposal.topic]
        yield f"proposals[{n}].by", "participants", [proposal.by]
        yield f"proposals[{n}].seconded_by", "participants", proposal.seconded_by
        yield f"proposals[{n}].vote", "votes", [proposal.vote]
    for n, amendment in enumerate(scenario.amendments):
        yield f"amendments[{n}].proposal", "proposals", [amendment.proposal]
        yield f"amendments[{n}].by", "participants", [amendment.by]
        yield f"amendments[{n}].seconded_by", "participants", amendment.seconded_by
        yield f"amendments[{n}].vote", "votes", [amendment.vote]
    for n, objection in enumerate(scenario.objections):
        yield f"objections[{n}].target", "motions", [objection.target]
        yield f"objections[{n}].by", "participants", [objection.by]
        yield f"objections[{n}].seconded_by", "participants", objection.seconded_by
    for n, vote in enumerate(scenario.votes):
        yield f"votes[{n}].target", "motions", [vote.target]
        yield f"votes[{n}].counts", "counted", vote.counts
    for n, moment in enumerate(scenario.timeline):
        at = f"timeline[{n}]"
        yield f"{at}.actor", "participants", [moment.actor, moment.interpreter, *moment.tellers]
        yield f"{at}.topic", "topics", [moment.topic]
        yield f"{at}.issue", "issues", [moment.issue]
        yield f"{at}.proposal", "proposals", [moment.proposal]
        yield f"{at}.amendment", "amendments", [moment.amendment]
        yield f"{at}.objection", "objections", [moment.objection]
        yield f"{at}.vote", "votes", [moment.vote]
        yield f"{at}.target", "targets", [moment.target]
