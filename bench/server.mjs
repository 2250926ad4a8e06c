// The same small server as bench/server.py, on Node's own socket.io. `node bench/server.mjs PORT`
import { createServer } from "node:http";
import { Server } from "socket.io";

const PATCH = {
  floor: {
    speaker: { name: "楼下住户代表", group: "g2", position: "against", kind: "speech" },
    queue: [0, 1, 2, 3].map((number) => ({ id: `h${number}`, name: "小院住户", group: "g1" })),
  },
  log: { 118: { at: "2026-05-10T14:32:05.000Z", text: "楼下住户代表发言：担心充电桩的消防安全，请物业说明。" } },
};

const http = createServer();
const io = new Server(http, { perMessageDeflate: false, pingInterval: 15_000, serveClient: false });
const now = () => Number(process.hrtime.bigint());

async function flood({ rate, seconds }) {
  const begun = now();
  for (let number = 0; number < Math.floor(rate * seconds); number += 1) {
    const due = begun + Math.floor((number / rate) * 1e9);
    const early = (due - now()) / 1e6;
    await new Promise((done) => (early > 1 ? setTimeout(done, early) : setImmediate(done)));
    if (now() - due > 2e9) return;
    io.of("/live").to("hall").emit("patch", { t: due, after: number, seq: number + 1, patch: PATCH });
  }
}

io.of("/live").on("connection", (socket) => {
  socket.join("hall");
  socket.on("flood", flood);
  socket.on("echo", (content, acknowledge) => acknowledge(content));
});
http.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
