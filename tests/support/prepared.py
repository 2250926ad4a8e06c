"""A data folder with the packaged session imported, made once and copied for each test that wants one."""

import asyncio
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from deliberation.clock import utc_now
from deliberation.records.scenario import load_scenario
from web.app import open_services
from web.settings import Settings, read_settings

CopyHall = Callable[[Path], tuple[Settings, str]]
"""Copies the prepared folder to a place of the test's own; gives its settings and the session's code."""


def prepare(folder: Path) -> CopyHall:
    """Import liuhe-yard into `folder`."""
    code = asyncio.run(_import(read_settings({}, data=folder)))

    def copy(target: Path) -> tuple[Settings, str]:
        shutil.copytree(folder, target)
        return read_settings({}, data=target), code

    return copy


async def _import(settings: Settings) -> str:
    async with open_services(settings) as services:
        with as_file(files("deliberation.demo")) as folder:
            scenario = load_scenario(folder / "liuhe-yard.yaml")
            return await services.importer.bring_in(scenario, folder, at=utc_now())
