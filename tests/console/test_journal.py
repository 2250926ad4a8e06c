"""The log tells what happened without telling about people."""

import json
import subprocess
import sys

MISHAPS = """
import asyncio, logging, structlog
from deliberation.console.journal import write_log
write_log(level=logging.INFO)

def fail():
    raise ValueError("张三说了真话")

try:
    fail()
except ValueError:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\\n", exc_info=True)
    logging.getLogger("library").exception("%s did it", "张三")
    structlog.get_logger().exception("ours")

async def forget():
    task = asyncio.create_task(asyncio.to_thread(fail))
    await asyncio.wait([task])
    del task
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)

asyncio.run(forget())
logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" [accepted]', "10.0.0.7", "/?session=326841")
"""


def test_of_an_exception_only_what_and_where_is_told() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MISHAPS], capture_output=True, text=True, check=True
    )
    told = [json.loads(line) for line in done.stderr.splitlines()]

    assert [line["event"].strip() for line in told][:3] == [
        "Exception in ASGI application",
        "%s did it",
        "ours",
    ]
    assert len(told) == 5
    assert all(line["error"] == "ValueError" and line["where"][-1].endswith("fail") for line in told)
    assert "张三" not in done.stderr
    assert "\\u5f20" not in done.stderr
    assert "10.0.0.7" not in done.stderr
