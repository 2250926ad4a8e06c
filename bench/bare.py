"""What would remain of an echo without Socket.IO's library: `python -m bench.bare PORT`.

uvicorn and as little of the protocol as `bench.way_in` needs: a floor, not a server.
"""

import sys
from typing import Any

import uvicorn

from deliberation.console.server import calm_collector, serving
from web.sockets.wire import PlainJson


async def echo(_scope: object, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
    """Open, let in, and answer each call with what it brought."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": '0{"sid":"x","upgrades":[],"pingInterval":15000}'})
    await receive()
    await send({"type": "websocket.send", "text": '40/live,{"sid":"x"}'})
    while (message := await receive())["type"] == "websocket.receive":
        head, _, rest = message["text"].partition("[")
        _event, content = PlainJson.loads(f"[{rest}")
        await send({"type": "websocket.send", "text": f"43{head[2:]}{PlainJson.dumps([content])}"})


if __name__ == "__main__":
    config = serving(echo)
    config.host, config.port, config.lifespan = "127.0.0.1", int(sys.argv[1]), "off"
    config.load()
    calm_collector()
    uvicorn.Server(config).run()
