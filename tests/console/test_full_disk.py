"""A log that cannot be written must not stop what it tells about."""

import subprocess
import sys
from pathlib import Path

import pytest

TELL = """
import logging, sys, structlog
from deliberation.console.journal import write_log
write_log(level=logging.INFO)
structlog.get_logger().warning("turn_failed")
logging.getLogger("library").warning("it too")
sys.stdout.write("still here")
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_log_on_a_full_disk_stops_nothing() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", TELL], stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )

    assert done.stdout == "still here"
