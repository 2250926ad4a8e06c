"""The machine-readable contract says what the server does."""

import json
from typing import get_args

from deliberation.session.commands import AnyCommand
from web.api.asyncapi import SCHEMAS, document

DOCUMENT = document()


def test_it_is_plain_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT
    assert DOCUMENT["asyncapi"] == "3.0.0"


def test_every_command_is_in_it_with_its_envelope() -> None:
    payload = DOCUMENT["channels"]["live"]["messages"]["command"]["payload"]
    named = {reference["$ref"].removeprefix(SCHEMAS) for reference in payload["oneOf"]}
    assert named == {kind.__name__ for kind in get_args(AnyCommand)}

    schema = DOCUMENT["components"]["schemas"]["CastBallot"]
    assert set(schema["required"]) == {"id", "do", "vote", "choice"}
    assert schema["properties"]["do"] == {"enum": ["cast_ballot"]}
    assert {"for_seat", "happened_at"} <= schema["properties"].keys()


def test_every_reference_leads_somewhere() -> None:
    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            found = [each for value in part.values() for each in references(value)]
            return [*found, part["$ref"]] if isinstance(part.get("$ref"), str) else found
        return [each for value in part for each in references(value)] if isinstance(part, list) else []

    for reference in references(DOCUMENT):
        place: object = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(place, dict)
            place = place[step]
