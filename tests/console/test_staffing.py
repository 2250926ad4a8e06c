"""`deliberation staff`: accounts and one-time links from the console."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from deliberation.clock import utc_now
from deliberation.console import staffing
from deliberation.console.terminal import say
from deliberation.records.staff.links import Link
from deliberation.records.staff.views import STAFF_ROLES, Who
from deliberation.session.phrases import phrase
from tests.console.test_cli import run
from tests.support.prepared import CopyHall, prepare
from web.app import open_services
from web.services import Services
from web.settings import read_settings

WELCOME = "http://127.0.0.1:8000/desk/welcome/"
PASSWORD = "no hash"


@pytest.fixture(scope="module")
def copy_hall(tmp_path_factory: pytest.TempPathFactory) -> CopyHall:
    return prepare(tmp_path_factory.mktemp("prepared"))


class Console:
    """Runs `deliberation staff …` over a data folder of its own."""

    def __init__(
        self, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.data = data
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def staff(self, *arguments: str) -> tuple[int, str, str]:
        """The status, and what stands on standard output and standard error."""
        status = run(self._monkeypatch, "staff", *arguments, "--data", str(self.data))
        printed = self._capsys.readouterr()
        return status, printed.out.strip(), printed.err.strip()

    def link(self, *arguments: str) -> str:
        """The token of the one-time link that is printed, and nothing else."""
        status, out, err = self.staff(*arguments)
        assert (status, err) == (0, "")
        assert out.startswith(WELCOME)
        assert len(out.splitlines()) == 1
        return out.removeprefix(WELCOME)

    def refusal(self, *arguments: str) -> str:
        """The one sentence on standard error."""
        status, out, err = self.staff(*arguments)
        assert (status, out) == (2, "")
        assert len(err.splitlines()) == 1
        return err

    def ask(self, question: Callable[[Services], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401 - its answer
        """What the hall says."""

        async def answer() -> Any:  # noqa: ANN401 - its answer
            async with open_services(read_settings({}, data=self.data)) as services:
                return await question(services)

        return asyncio.run(answer())

    def opens(self, token: str) -> Link | None:
        """Whose password this link sets."""
        found: Link | None = self.ask(lambda services: services.links.look_at(token, at=utc_now()))
        return found


@pytest.fixture
def console(
    copy_hall: CopyHall,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Console:
    copy_hall(tmp_path / "data")
    return Console(tmp_path / "data", monkeypatch, capsys)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_an_account_comes_with_its_role_and_a_link(console: Console, role: str) -> None:
    link = console.opens(console.link("add", "LanYiping", "--role", role, "--display-name", "蓝一平"))
    assert link is not None
    assert (link.name, link.display_name) == ("lanyiping", "蓝一平")

    async def grants(services: Services) -> list[tuple[str, bool]]:
        found = (await services.grants.by_account(at=utc_now()))[link.account or 0]
        return [(grant.role, grant.community is None) for grant in found]

    assert console.ask(grants) == [(role, role == "administrator")]


def test_what_cannot_be_added_is_said_in_one_sentence(console: Console) -> None:
    console.link("add", "lan", "--role", "recorder")

    assert "social_worker" in console.refusal("add", "he", "--role", "emperor")
    assert say(phrase("这个名字有人用了，换一个。")) == console.refusal("add", "LAN", "--role", "recorder")
    assert console.refusal("add", "lan yiping", "--role", "recorder")
    assert "--community" in console.refusal("add", "he", "--role", "recorder", "--community", "nowhere")
    assert console.refusal("add", "he")
    assert console.ask(lambda services: services.staff.count()) == 1


def test_among_several_communities_one_has_to_be_named(console: Console) -> None:
    async def another(services: Services) -> None:
        await services.communities.make("河东社区", "hedong", "Asia/Shanghai", who=Who("test"))

    console.ask(another)

    assert "hedong" in console.refusal("add", "lan", "--role", "recorder")
    assert console.opens(console.link("add", "lan", "--role", "recorder", "--community", "hedong"))
    assert console.opens(console.link("add", "guanli", "--role", "administrator")), "is everywhere"


def test_before_there_is_a_community_only_an_administrator_can_be_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(tmp_path / "new", monkeypatch, capsys)

    assert "--community" in console.refusal("add", "lan", "--role", "recorder")
    assert console.opens(console.link("add", "guanli", "--role", "administrator"))


def test_whoever_forgot_the_password_gets_a_link_and_the_one_before_is_gone(console: Console) -> None:
    first = console.link("add", "lan", "--role", "recorder")
    second = console.link("link", "LAN")

    assert console.opens(first) is None
    assert console.opens(second)
    assert "“nobody”" in console.refusal("link", "nobody")


def test_a_closed_account_gets_no_link(console: Console) -> None:
    chief = console.link("add", "guanli", "--role", "administrator")
    console.link("add", "lan", "--role", "recorder")

    async def close(services: Services) -> None:
        await services.links.set_password(chief, PASSWORD, at=utc_now())
        found = await services.staff.credentials("lan")
        assert found is not None
        await services.staff.close(found.account, who=Who("test"), at=utc_now())

    console.ask(close)

    assert "“lan”" in console.refusal("link", "lan")


def test_the_first_administrators_link_is_printed_until_there_is_one(
    console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings({}, data=console.data)
    url = asyncio.run(staffing.first_link(settings, "http://hall.test"))
    staffing.show_first(url)
    printed = capsys.readouterr().out
    assert url is not None
    assert url.startswith("http://hall.test/desk/welcome/")
    assert url in printed.splitlines(), "whole, on a line of its own"

    async def use(services: Services) -> None:
        token = url.rpartition("/")[2]
        await services.links.make_first_administrator(token, "guanli", "管小理", PASSWORD, at=utc_now())

    console.ask(use)
    staffing.show_first(asyncio.run(staffing.first_link(settings, "http://hall.test")))
    assert capsys.readouterr().out == ""


def test_a_database_that_is_not_ready_does_not_keep_the_server_from_starting(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nowhere"

    assert asyncio.run(staffing.first_link(read_settings({"DATABASE_URL": url}, data=tmp_path), "")) is None
