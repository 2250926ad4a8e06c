"""`deliberation backup` and `restore`: what they say, and with which status they end."""

import hashlib
from pathlib import Path

import pytest

from tests.console.test_cli import SCENARIO, run


def test_a_backup_is_made_once_and_put_back_into_an_empty_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    here, out = str(tmp_path / "here"), tmp_path / "backup.zip"
    assert run(monkeypatch, "import", SCENARIO, "--data", here) == 0
    capsys.readouterr()

    assert run(monkeypatch, "backup", "--out", str(out), "--data", here) == 0
    said = capsys.readouterr().out
    assert hashlib.sha256(out.read_bytes()).hexdigest() in said
    assert "钥匙" in said

    assert run(monkeypatch, "backup", "--out", str(out), "--data", here) == 2
    assert run(monkeypatch, "restore", str(out), "--data", here) == 2
    assert "--force" in capsys.readouterr().err
    assert run(monkeypatch, "restore", str(out), "--data", str(tmp_path / "there")) == 0
    assert "1 场会议" in capsys.readouterr().out

    content = out.read_bytes()
    out.write_bytes(content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:])
    assert run(monkeypatch, "restore", str(out), "--data", str(tmp_path / "nowhere")) == 1
    assert not (tmp_path / "nowhere").exists()
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["backup", "--out", "backup.zip"], id="nothing to back up"),
        pytest.param(["backup"], id="no file named"),
        pytest.param(["restore", "no-such-file.zip"], id="no such file"),
        pytest.param(["restore", "."], id="a folder"),
    ],
)
def test_wrong_use_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(monkeypatch, *arguments) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
