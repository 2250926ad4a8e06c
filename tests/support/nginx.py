"""nginx with the configuration that deploy/ hands out, in front of processes of a test's own."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import httpx

from tests.conftest import require_or_skip
from tests.support.server import Server, free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
START_SECONDS = 60


@contextmanager
def balancer(folder: Path, servers: Iterable[Server]) -> Iterator[str]:
    """Its address. Of the files only what differs from machine to machine is changed: ports and paths."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        require_or_skip("REQUIRE_NGINX", "nginx is not installed")
        raise AssertionError("skipped")
    port = free_port()
    main = (DEPLOY / "nginx.conf").read_text()
    main = main.replace("listen 80 ", f"listen 127.0.0.1:{port} ").replace(
        "mime.types", "/etc/nginx/mime.types"
    )
    lines = (DEPLOY / "processes.conf").read_text().splitlines()
    examples = [line for line in lines if "server 127.0.0.1:" in line]
    theirs = [examples[0].replace(":8001", f":{server.port}") for server in servers]
    kept = [line for line in lines if line not in examples]
    kept[kept.index("}") : kept.index("}")] = theirs
    (folder / "nginx.conf").write_text(f"pid {folder}/nginx.pid;\n{main}")
    (folder / "processes.conf").write_text("\n".join(kept) + "\n")
    log = (folder / "nginx.log").open("wb")
    with log:
        process = subprocess.Popen(  # noqa: S603 - the machine's own program
            [program, "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"], stdout=log, stderr=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = monotonic() + START_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address, timeout=5).is_success:
                return
        except httpx.TransportError:
            continue
    raise AssertionError((folder / "nginx.log").read_text())
