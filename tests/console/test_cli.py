"""The command line: what it prints, where, and with which status."""

import json
import socket
from importlib.resources import files
from pathlib import Path

import pytest

from deliberation import cli
from deliberation.console import server
from deliberation.console.terminal import terminal_locale

SCENARIO = str(files("deliberation.demo").joinpath("liuhe-yard.yaml"))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run `deliberation …` in this process; gives its status."""
    monkeypatch.setattr("sys.argv", ["deliberation", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


def test_import_prints_exactly_what_the_contract_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status = run(monkeypatch, "import", SCENARIO, "--json", "--data", str(tmp_path / "data"))

    printed = json.loads(capsys.readouterr().out)
    assert status == 0
    assert printed.keys() == {"session", "tickets", "urls"}
    assert len(printed["session"]) == 6
    assert list(printed["tickets"])[:4] == ["chair", "recorder", "H1", "R1"]
    assert len(printed["tickets"]) == 19
    assert printed["urls"]["join"].endswith(f"/join/{printed['session']}")
    assert "/card/" in printed["urls"]["wall"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["import", "no-such-file.yaml"], id="no such file"),
        pytest.param(["import"], id="no file at all"),
        pytest.param(["serve", "--port", "0"], id="impossible port"),
        pytest.param(["frobnicate"], id="unknown command"),
    ],
)
def test_wrong_use_is_one_sentence_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    status = run(monkeypatch, *arguments)

    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1


def test_a_setting_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://hall")

    assert run(monkeypatch, "migrate", "--data", str(tmp_path)) == 2
    assert "DATABASE_URL" in capsys.readouterr().err


def test_a_port_in_use_is_said_and_the_demonstration_takes_the_next_free_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        status = run(
            monkeypatch, "serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(tmp_path)
        )
        listener, other = server.listen_near("127.0.0.1", port)
        listener.close()

    assert status == 2
    assert str(port) in capsys.readouterr().err
    assert port < other < port + 10


@pytest.mark.parametrize(
    "environment,locale",
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({}, "zh"),
    ],
)
def test_the_terminal_speaks_its_language(environment: dict[str, str], locale: str) -> None:
    assert terminal_locale(environment) == locale
