"""What the kernel alone takes for bringing a message to a phone: `send` to a thousand sockets.

No server can be cheaper on this machine; what is above it is the server's own work. The other side,
`python -m bench.kernel PORT COUNT`, connects and empties the connections every few milliseconds.
"""

import select
import socket
import sys
import time
from statistics import median
from typing import Final

from bench.phones import EMPTY_EVERY
from bench.plan import Plan
from bench.processes import PHONES_CORE, SERVER_CORE, on_core, running
from deliberation.console.server import allow_many_connections

BYTES: Final = 640
"""Of a message with its frame, as in the fan-out."""
MESSAGES: Final = 20


def kernel_alone(plan: Plan) -> float:
    """Microseconds of computing time for one message to one phone; the median of the rounds."""
    allow_many_connections()
    listener = socket.create_server(("127.0.0.1", 0), backlog=plan.phones)
    command = [sys.executable, "-m", "bench.kernel", str(listener.getsockname()[1]), str(plan.phones)]
    with listener, running(command, PHONES_CORE), on_core(SERVER_CORE):
        phones = [listener.accept()[0] for _ in range(plan.phones)]
        for phone in phones:
            phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        rounds = [_round(phones) for _ in range(plan.rounds + 1)][1:]  # the first one warms up
        for phone in phones:
            phone.close()
    return round(median(rounds), 2)


def _round(phones: list[socket.socket]) -> float:
    message, took = bytes(BYTES), 0.0
    for _ in range(MESSAGES):
        begun = time.process_time()
        for phone in phones:
            phone.send(message)
        took += time.process_time() - begun
        time.sleep(2 * EMPTY_EVERY)
    return took / MESSAGES / len(phones) * 1e6


def main() -> None:
    """Read until the other side hangs up."""
    allow_many_connections()
    port, count = int(sys.argv[1]), int(sys.argv[2])
    phones = {phone.fileno(): phone for phone in (_connected(port) for _ in range(count))}
    ready = select.epoll()
    for number in phones:
        ready.register(number, select.EPOLLIN)
    while True:
        time.sleep(EMPTY_EVERY)
        for number, _ in ready.poll(1, len(phones)):
            if not phones[number].recv(1 << 16):
                return


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))


if __name__ == "__main__":
    main()
