"""`deliberation rehearse`: alone, and on two computers. How quick it was is not asked here."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deliberation.rehearsal.phone import Phone, look_up
from tests.console.test_cli import run
from tests.support.server import Server, free_port

STEPS = ("join", "check_in", "patch", "ballot", "turnout", "reconnect")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """What `rehearse --serve` tells the other computer, with this machine's own address in it."""
    program = str(Path(sys.executable).with_name("deliberation"))
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [program, "rehearse", "--serve", "--port", str(port), "--data", str(folder), "--phones", "4"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = next(line for line in process.stdout if "--url" in line)
    assert re.search(rf"deliberation rehearse --url http://\S+:{port} --phones 4", told)
    yield f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    assert process.wait(30) == 0
    process.stdout.close()
    assert list(folder.iterdir()) == []


def everything_happened(printed: str) -> bool:
    """Whether all four phones went through each step; what else `--json` says fits to it."""
    result = json.loads(printed)
    found = result["found"]
    assert result["fit"] == (result["findings"] == [])
    assert bool(result["advice"]) == (not result["fit"])
    assert found["phones"] == found["joined"] == 4
    assert found["lost"] == 0
    return all(found[step]["missing"] == 0 and found[step]["p99"] > 0 for step in STEPS if step != "turnout")


def test_alone_it_goes_through_the_whole_course_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://real@192.0.2.1/hall")  # must never be asked

    status = run(monkeypatch, "rehearse", "--phones", "4", "--json", "--data", str(tmp_path))

    printed = capsys.readouterr().out
    assert everything_happened(printed)
    assert status == (0 if json.loads(printed)["fit"] else 1)
    assert list(tmp_path.iterdir()) == []


def test_two_computers_can_rehearse_again_and_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    run(monkeypatch, "rehearse", "--phones", "4", "--json", "--url", address)
    assert everything_happened(capsys.readouterr().out)

    run(monkeypatch, "rehearse", "--phones", "2", "--url", address)
    assert "2" in capsys.readouterr().out.splitlines()[0]


def test_a_phone_that_is_refused_says_why(address: str) -> None:
    async def knock() -> None:
        await Phone().join(await look_up(address), {"session": "123456", "ticket": "forged", "have": None})

    with pytest.raises(ConnectionError, match="bad_ticket"):
        asyncio.run(knock())


def test_a_guest_network_that_answers_everything_is_no_rehearsal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Portal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>please sign in</html>")

        def log_message(self, *_: object) -> None:
            """Silence."""

    with HTTPServer(("127.0.0.1", 0), Portal) as portal:
        answering = Thread(target=portal.handle_request)
        answering.start()
        status = run(monkeypatch, "rehearse", "--url", f"http://127.0.0.1:{portal.server_port}")
        answering.join()

    assert status == 2
    assert "--serve" in capsys.readouterr().err


def test_a_real_hall_is_never_rehearsed_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    server = Server(tmp_path)
    server.start()

    status = run(monkeypatch, "rehearse", "--url", server.url)

    server.stop()
    assert status == 2
    assert "--serve" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--serve", "--url", "http://192.0.2.1:8000"], id="both ends at once"),
        pytest.param(["--url", "ftp://192.0.2.1"], id="not a web address"),
        pytest.param(["--url", "http://127.0.0.1:1"], id="nobody there"),
        pytest.param(["--phones", "0"], id="no phones"),
    ],
)
def test_wrong_use_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(monkeypatch, "rehearse", *arguments) == 2
    assert capsys.readouterr().err.strip()
