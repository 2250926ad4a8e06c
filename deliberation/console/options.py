"""The options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from deliberation.console.terminal import _

Data = Annotated[
    Path, typer.Option("--data", metavar="DIR", help=_("数据目录：内置数据库、图片和密钥都放在这里。"))
]
Host = Annotated[str, typer.Option(help=_("在哪个网络地址上等候；0.0.0.0 表示会场里的手机都能连上。"))]
Port = Annotated[int, typer.Option(min=1, max=65535, help=_("端口。"))]
AsJson = Annotated[bool, typer.Option("--json", help=_("把结果写成 JSON，给程序用。"))]

DEFAULT_DATA = Path("data")
DEFAULT_HOST = "0.0.0.0"  # noqa: S104 - the phones in the hall must reach it; there is nothing else to serve
DEFAULT_PORT = 8000
