"""What the operator is told about the live session."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.sockets.service import Service
from tests.support.halls import CHAIR, CODE, RECORDER

pytestmark = pytest.mark.asyncio


def samples(service: Service) -> dict[str, float]:
    """Every figure by its name and its labels: `deliberation_commands_total{note,ok}`."""
    families = text_string_to_metric_families(service.metrics.text().decode())
    return {
        sample.name
        + ("{" + ",".join(sorted(sample.labels.values())) + "}" if sample.labels else ""): sample.value
        for family in families
        for sample in family.samples
    }


async def test_commands_answers_and_their_delivery_are_counted(service: Service) -> None:
    recorder, chair, spectator = [await service.client(each) for each in (RECORDER, CHAIR, None)]
    for each in (recorder, chair, spectator):
        await each.wait_for("board")
    await recorder.command("note", text="门口的灯坏了")
    await recorder.command("open_session")
    await spectator.command("note", text="我只是来看看")
    await chair.command("grab_the_microphone", secret="张三")
    await recorder.wait_for("patch")
    await recorder.call("resync", {"have": 0})  # answered after everything that was published before it

    told = samples(service)
    assert told["deliberation_commands_total{note,ok}"] == 1
    assert told["deliberation_commands_total{not_chair,open_session}"] == 1
    assert told["deliberation_commands_total{note,ticket_needed}"] == 1
    assert told["deliberation_commands_total{unknown,unknown_command}"] == 1
    assert told["deliberation_acknowledgement_seconds_count"] == 4
    assert told["deliberation_delivery_seconds_count{patch}"] == 2, "staff and public, however many watch"
    assert told["deliberation_turn_commands_sum"] == 2, "what no rule was asked about takes no turn"
    assert told["deliberation_rooms"] == 1
    assert [told[f"deliberation_connected{{{who}}}"] for who in ("public", "hall", "staff")] == [1, 0, 2]


async def test_no_figure_says_who_or_where(service: Service) -> None:
    recorder = await service.client(RECORDER)
    await recorder.command("note", text="门口的灯坏了")
    await recorder.command(CODE, text="门口的灯坏了")

    text = service.metrics.text().decode()
    assert CODE not in text
    assert "门口" not in text
