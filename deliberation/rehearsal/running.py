"""Running a rehearsal: on this computer alone, as the server for another one, or against that server."""

import asyncio
import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from deliberation.console.bringing import Brought
from deliberation.console.server import allow_many_connections, listen
from deliberation.console.terminal import ERRORS, OUT, _, say
from deliberation.rehearsal.course import STEPS, Course, Found, Step
from deliberation.rehearsal.hall import PATH, Effort
from deliberation.rehearsal.phone import look_up
from deliberation.rehearsal.verdict import Place, Verdict, broken_off, judge

T = TypeVar("T")

PATIENCE_SECONDS = 120
"""For the server to start and to set up a session of thousands of seats, on a slow laptop."""

STOP_SECONDS = 20


class NoRehearsal(Exception):
    """There is no rehearsal to join at this address; `why` is for the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Result(Struct, frozen=True):
    """What `--json` prints. `found` is null when the rehearsal broke off."""

    fit: bool
    answer: str
    findings: list[str]
    advice: list[str]
    found: Found | None


@contextmanager
def own_server(folder: Path) -> Iterator[str]:
    """A rehearsal's server in a process of its own; its address."""
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "deliberation.rehearsal.hall", str(listener.fileno()), str(folder)]
    process = subprocess.Popen(command, pass_fds=[listener.fileno()])  # noqa: S603 - our own program
    listener.close()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def rehearse(url: str, phones: int, *, place: Place) -> Result:
    """Go through the course against this server. Raises NoRehearsal."""
    allow_many_connections()
    with _bar(phones) as progress:
        try:
            keys = _ask(url, "POST", f"{PATH}?phones={phones}", Brought)
            found = asyncio.run(_go(url, keys, phones, progress))
        except OSError as error:
            return _result(broken_off(phones, str(error) or type(error).__name__), None)
    return _result(judge(found, place), found)


async def _go(url: str, keys: Brought, phones: int, progress: Progress) -> Found:
    labels: dict[Step, str] = {
        "join": _("手机连上来"),
        "check_in": _("大家签到"),
        "debate": _("举手、放下"),
        "ballots": _("一秒钟内每人投一票"),
        "reconnect": _("断线，再全部连回来"),
    }
    (task,) = progress.task_ids

    def tell(step: Step, count: int) -> None:
        progress.update(task, description=labels[step], advance=count)

    async def effort() -> float:
        try:
            return (await asyncio.to_thread(_ask, url, "GET", PATH, Effort)).cpu_seconds
        except NoRehearsal as error:
            raise ConnectionError(error.why) from error

    return await Course(await look_up(url), keys, phones, tell=tell, effort=effort).run()


def invite(url: str, phones: int) -> None:
    """Say what to do on the other computer."""
    OUT.print(_("试跑的服务开着，和真的会议没有关系。请在连着同一个无线网的另一台电脑上运行："))
    OUT.print(
        f"  deliberation rehearse --url {url} --phones {phones}", style="bold", markup=False, soft_wrap=True
    )
    OUT.print(_("试完按 Ctrl+C 停下来，什么也不会留下。"))


def show(result: Result, *, alone: bool) -> None:
    """In words; `alone`: server and phones were on one computer."""
    OUT.print(result.answer, style="bold green" if result.fit else "bold red", markup=False)
    for sentence in [*result.findings, *result.advice]:
        OUT.print(f"· {sentence}", markup=False)
    if alone:
        OUT.print(
            _("这次只试了这台电脑。要连无线网一起试，在这里运行 deliberation rehearse --serve。"),
            markup=False,
        )


def _result(verdict: Verdict, found: Found | None) -> Result:
    findings, advice = ([say(each) for each in part] for part in (verdict.findings, verdict.advice))
    return Result(verdict.fit, say(verdict.answer), findings, advice, found)


def _bar(phones: int) -> Progress:
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=ERRORS, transient=True
    )
    progress.add_task(_("准备试跑的会场"), total=phones * len(STEPS))
    return progress


def _ask(url: str, method: str, path: str, kind: type[T]) -> T:
    """What a rehearsal's server answers; NoRehearsal when it is none."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname is None:
        raise NoRehearsal(_("地址应当像 http://192.168.1.5:8000 这样"))
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise NoRehearsal(_("连不上（{why}）", why=type(error).__name__)) from error
    finally:
        connection.close()
    try:
        if response.status == http.client.OK:
            return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError:
        pass  # a page that asks guests of this Wi-Fi to sign in, for example
    raise NoRehearsal(_("那里不是试跑的服务"))
