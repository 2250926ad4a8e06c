// A phone as others would build it: socket.io's own client, nothing of ours. Arguments: its module, the server,
// the session, a ticket, a transport. Each line that it reads is a command; what happens to it is a line, too.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [module, url, session, ticket, transport] = process.argv.slice(2);
const { io } = createRequire(import.meta.url)(module);
const tell = (event, content = null) => process.stdout.write(JSON.stringify([event, content]) + "\n");
let have = null;

const socket = io(`${url}/live`, {
  auth: (give) => give({ session, ticket, have }),
  query: { session },
  transports: [transport],
  reconnectionDelay: 200,
  reconnectionDelayMax: 1000,
});
socket.on("connect", () => tell("connect"));
socket.on("disconnect", (reason) => tell("disconnect", reason));
for (const event of ["board", "patch"]) {
  socket.on(event, ({ seq }) => {
    have = seq;
    tell(event, seq);
  });
}

function send(command) {
  socket.timeout(5000).emit("command", command, (error, answer) => {
    if (error || answer.code === "unavailable") setTimeout(send, 200, command);
    else tell("answer", answer);
  });
}
createInterface({ input: process.stdin }).on("line", (line) => send(JSON.parse(line)));
