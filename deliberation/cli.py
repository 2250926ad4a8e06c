"""`deliberation …`: the commands and their options. What they do stands in deliberation/console/."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from sqlalchemy.exc import DBAPIError
from typer.exceptions import TyperException

from deliberation.console import backing_up, bringing, demo, replaying, server, staffing
from deliberation.console.options import (
    DEFAULT_DATA,
    DEFAULT_HOST,
    DEFAULT_PORT,
    AsJson,
    Data,
    Host,
    Port,
)
from deliberation.console.terminal import DONE, ERRORS, FINDING, OUT, WRONG_USE, _, stop
from deliberation.ledger.database import migrate as bring_up_to_date
from deliberation.records.scenario import ScenarioError, load_scenario
from deliberation.records.staff.views import STAFF_ROLES
from deliberation.rehearsal import hall, running
from deliberation.rehearsal.hall import MOST_PHONES
from deliberation.session.phrases import phrase
from web.address import lan_host
from web.app import open_services
from web.settings import Settings, SettingsError, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help=_("协商议事厅：开会、记录、公示、落实。"))
staff = typer.Typer(no_args_is_help=True)
app.add_typer(staff, name="staff", help=_("工作人员的账号。"))


@app.command(help=_("启动服务。用内置数据库时，会自己准备好表。"))
def serve(host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT, data: Data = DEFAULT_DATA) -> None:
    """Run the server."""
    settings = _settings(data)
    try:
        listener = server.listen(host, port)
    except OSError as error:
        stop(
            phrase(
                "端口 {port} 用不了（{why}）。换一个：--port {next}。",
                port=port,
                why=error.strerror or "",
                next=port + 1,
            )
        )
    base = settings.public_url or f"http://127.0.0.1:{port}"
    staffing.show_first(asyncio.run(staffing.first_link(settings, base)))
    server.run(settings, listener, log_level=logging.INFO)


@app.command("import", help=_("从一个场景文件建好一次会议：社区、人员、席位、线索、议题。"))
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("YAML 场景文件。"))],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Import a scenario file."""
    settings = _settings(data)
    base = settings.public_url or f"http://127.0.0.1:{DEFAULT_PORT}"

    async def bring_in() -> tuple[bringing.Brought, str | None]:
        async with open_services(settings) as services:
            earlier = await services.records.open_from(load_scenario(file).id)
            brought = await bringing.bring_in(services, file, base=base)
            return brought, earlier.code if earlier else None

    try:
        brought, earlier = asyncio.run(bring_in())
    except ScenarioError as error:
        stop(error.sentence)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(brought)).decode() + "\n")
        return
    OUT.print(_("建好了，会议码 {code}。", code=brought.session))
    if earlier is not None:
        OUT.print(_("这个文件以前导入过，那一场还没有散会，会议码 {code}；现在有两场。", code=earlier))
    for name, url in brought.urls.items():
        OUT.print(f"  {name:<10} {url}", markup=False, soft_wrap=True)


@app.command(help=_("把场景文件的时间线用真实的命令走一遍，和文件里的结果比对。"))
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("YAML 场景文件。"))],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Replay a scenario and compare each vote, mark and outcome."""
    try:
        agrees = replaying.run(file, timezone=_settings(data).timezone, as_json=as_json)
    except ScenarioError as error:
        stop(error.sentence)
    if not agrees:
        raise typer.Exit(FINDING)


@app.command(help=_("把数据库的表更新到这个版本。"))
def migrate(data: Data = DEFAULT_DATA) -> None:
    """Bring the database to the newest tables."""
    settings = _settings(data)
    settings.data.mkdir(parents=True, exist_ok=True)
    asyncio.run(bring_up_to_date(settings.database))
    OUT.print(_("数据库的表已经是最新的。"))


@app.command(help=_("把数据库、照片和钥匙存成一个文件；开着会也能备份。"))
def backup(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=_("备份文件，放在数据目录外面。"))],
    data: Data = DEFAULT_DATA,
) -> None:
    """Write a backup of everything."""
    backing_up.back_up(_settings(data), out)


@app.command(help=_("把备份放回去；先核对，再动手，最后逐条核对记录。"))
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("备份文件。"))],
    data: Data = DEFAULT_DATA,
    force: Annotated[bool, typer.Option("--force", help=_("已经有数据也恢复；旧的挪到一边。"))] = False,
) -> None:
    """Put a backup back."""
    if not backing_up.put_back(_settings(data), file, force=force):
        raise typer.Exit(FINDING)


@app.command("demo", help=_("布置好一个演示会场并启动，显示各个屏幕的地址。"))
def demonstrate(
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
    play: Annotated[bool, typer.Option("--play", help=_("自己把整场会走一遍，给人看大屏。"))] = False,
    speed: Annotated[float, typer.Option(min=1, max=600, help=_("自动演示比真会快多少倍。"))] = 30,
) -> None:
    """Set up a filled hall and run it."""
    settings = _settings(data)
    listener, port_taken = server.listen_near(host, port)
    if port_taken != port:
        OUT.print(
            _(
                "端口 {port} 已经有程序在用，改用 {other}。如果那边也是这个演示，两边是同一个会场。",
                port=port,
                other=port_taken,
            )
        )
    local = settings.public_url or f"http://127.0.0.1:{port_taken}"
    lan = lan_host()
    network = settings.public_url or (f"http://{lan}:{port_taken}" if lan else local)

    async def prepare() -> tuple[bringing.Brought, bringing.Brought, str, dict[str, str]]:
        async with open_services(settings) as services:
            code = await demo.prepare(services, anew=play)
            here = await bringing.keys_to(services, code, base=local)
            anywhere = await bringing.keys_to(services, code, base=network)
            front = await demo.front_page(services, code, base=local)
            line = await services.records.session(code)
            passwords = await staffing.demonstrate(services, line.community_id) if line else {}
            return here, anywhere, front, passwords

    here, anywhere, front, passwords = asyncio.run(prepare())
    demo.show(here, anywhere, front)
    staffing.show_colleagues(passwords, local)
    staffing.show_first(asyncio.run(staffing.first_link(settings, local)))
    if lan is None and settings.public_url is None:
        OUT.print(_("这台电脑没有连上网络，手机还进不来；连上会场的无线网后，再启动一次。"))
    alongside = None
    if play:
        OUT.print(_("正在自动演示整场会，速度是真会的 {speed} 倍。", speed=f"{speed:g}"))
        alongside = demo.player(here.session, timezone=settings.timezone, speed=speed)
    server.run(settings, listener, log_level=logging.WARNING, alongside=alongside)


@app.command(help=_("大会之前试跑一次：许多手机同时连上、签到、投票，看电脑和网络带不带得动。"))
def rehearse(
    phones: Annotated[int, typer.Option(min=1, max=MOST_PHONES, help=_("多少部手机。"))] = 100,
    url: Annotated[
        str | None, typer.Option(help=_("另一台电脑上 --serve 显示的地址，比如 http://192.168.1.5:8000。"))
    ] = None,
    wait: Annotated[bool, typer.Option("--serve", help=_("只跑试跑的服务，让另一台电脑来扮手机。"))] = False,
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Check a hall's computer and network; never touches real data."""
    if wait and url:
        stop(phrase("--serve 和 --url 只能用一个：一台电脑跑服务，另一台扮手机。"))
    if wait:
        listener, taken = server.listen_near(DEFAULT_HOST, port)
        running.invite(f"http://{lan_host() or '127.0.0.1'}:{taken}", phones)
        hall.serve_in(data, listener)
        return
    try:
        if url:
            result = running.rehearse(url, phones, place="there")
        else:
            with running.own_server(data) as here:
                result = running.rehearse(here, phones, place="here")
    except running.NoRehearsal as error:
        if url is None:
            stop(phrase("试跑的服务启动不了，原因写在上面。"))
        stop(
            phrase(
                "不能试跑：{why}。请先在跑服务的电脑上运行 deliberation rehearse --serve，再用它显示的地址。",
                why=error.why,
            )
        )
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(result)).decode() + "\n")
    else:
        running.show(result, alone=url is None)
    if not result.fit:
        raise typer.Exit(FINDING)


@staff.command("add", help=_("建一个工作人员账号，显示设密码的一次性链接。"))
def add_staff(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("登录名。"))],
    role: Annotated[str, typer.Option(help=" ".join(STAFF_ROLES))],
    display_name: Annotated[
        str | None, typer.Option("--display-name", help=_("姓名；不写就用登录名。"))
    ] = None,
    community: Annotated[
        str | None, typer.Option(help=_("社区的短名；只有一个社区、或者是管理员，就不用写。"))
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make an account for a colleague."""
    settings = _settings(data)
    base = settings.public_url or f"http://127.0.0.1:{DEFAULT_PORT}"
    adding = staffing.add(
        settings, name, display_name=display_name or name, role=role, slug=community, base=base
    )
    try:
        OUT.print(asyncio.run(adding), markup=False, soft_wrap=True)
    except staffing.Wrong as error:
        stop(error.sentence)


@staff.command("link", help=_("给忘了密码的人一个新的一次性链接。"))
def staff_link(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("登录名。"))], data: Data = DEFAULT_DATA
) -> None:
    """Give somebody who forgot the password a way in."""
    settings = _settings(data)
    base = settings.public_url or f"http://127.0.0.1:{DEFAULT_PORT}"
    try:
        OUT.print(asyncio.run(staffing.link(settings, name, base=base)), markup=False, soft_wrap=True)
    except staffing.Wrong as error:
        stop(error.sentence)


def _settings(data: Path) -> Settings:
    """The environment's settings, or a sentence about what is wrong with them."""
    try:
        return read_settings(os.environ, data=data)
    except SettingsError as error:
        stop(error.sentence)


def main() -> None:
    """Run a command: 0 done, 1 a finding, 2 wrong use. Errors are one sentence on standard error."""
    try:
        status = app(standalone_mode=False)
    except TyperException as error:
        ERRORS.print(error.format_message(), markup=False)
        status = WRONG_USE
    except (typer.Abort, KeyboardInterrupt):
        status = DONE
    except (DBAPIError, OSError) as error:
        ERRORS.print(
            _("数据库或数据目录用不了（{why}）。请检查 DATABASE_URL 和 --data。", why=type(error).__name__)
        )
        status = WRONG_USE
    sys.exit(status or DONE)
