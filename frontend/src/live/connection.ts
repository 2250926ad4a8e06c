/** The one socket of this screen: keeps the store up to date and carries the commands. */
import { io, type Socket } from "socket.io-client";
import { hallTime, observe } from "./clock";
import { wire } from "./commands";
import { page } from "./page";
import { forgetEverything, link, pulse, seq, takeBoard, takePatch, you } from "./store";
import type { Answer, BoardMessage, Link, PatchMessage, Pulse, Refusal, ResyncAnswer, You } from "./types";

/** Pulses come at least every 5 s; two missed ones and a slow network mean that the socket is dead. */
const SILENCE_MS = 12_000;
const CHECK_EVERY_MS = 3_000;
const ANSWER_WITHIN_MS = 8_000;
/** A session that is not open yet is asked again by itself; so is a server that sent everybody away to restart. */
const ASK_AGAIN_MS = 5_000;
const REFUSALS: readonly string[] = ["no_such_session", "bad_ticket", "expired_ticket", "not_open"] satisfies Refusal[];

let ticket = page.ticket;
let socket: Socket | null = null;
let heardAt = Date.now();
/** Patches that came while a resync is under way; null when none is. */
let held: PatchMessage[] | null = null;

function tell(state: Link["state"], reason?: Refusal): void {
  const at = state === "lost" ? lastHeard() : hallTime();
  link.value = { state, ...(at === null ? {} : { since: at }), ...(reason ? { reason } : {}) };
}

/** Hall time in ms of the last message. */
function lastHeard(): number | null {
  const at = hallTime();
  return at === null ? null : at - silence();
}

/** By the device's clock, which runs on in sleep where performance.now() may stop; a clock set back counts as silence. */
function silence(): number {
  return Math.abs(Date.now() - heardAt);
}

function lose(): void {
  wire.cut();
  held = null;
  if (link.value.state !== "lost" && link.value.state !== "refused") tell(seq.value === null ? "connecting" : "lost");
}

function takeAll(from: Socket, patches: PatchMessage[]): void {
  for (const [index, message] of patches.entries()) {
    if (takePatch(message) === "gap") return resync(from, patches.slice(index));
  }
}

function resync(from: Socket, missed: PatchMessage[]): void {
  held = missed;
  from.timeout(ANSWER_WITHIN_MS).emit("resync", { have: seq.value }, (error: Error | null, answer: ResyncAnswer) => {
    if (from !== socket) return;
    if (error) return restart();
    if ("ok" in answer) {
      // Asked too often, or the server is busy: what comes meanwhile is still held back.
      setTimeout(() => from === socket && held && resync(from, held), ASK_AGAIN_MS * Math.random());
      return;
    }
    const waiting = held ?? [];
    held = null;
    if ("board" in answer) takeBoard(answer);
    takeAll(from, "board" in answer ? waiting : [...answer.patches, ...waiting]);
  });
}

function open(): void {
  const mine = io("/live", {
    forceNew: true,
    // Asked anew at each reconnection: `have` moves on.
    auth: (give) => give({ session: page.code, ticket, have: seq.value }),
    query: { session: page.code, lang: page.locale },
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  socket = mine;
  heardAt = Date.now();

  /** A socket that was replaced may still have events in flight; they are nobody's any more. */
  function hear<T>(event: string, take: (message: T) => void): void {
    mine.on(event, (message: T) => {
      if (mine !== socket) return;
      heardAt = Date.now();
      take(message);
    });
  }

  hear("connect", () => {
    held = null;
    tell("live");
    wire.through((command, done) => {
      mine.timeout(ANSWER_WITHIN_MS).emit("command", command, (error: Error | null, answer: Answer) => {
        done(error ? null : answer);
      });
    });
  });
  hear("board", (message: BoardMessage) => {
    held = null;
    takeBoard(message);
  });
  hear("patch", (message: PatchMessage) => {
    if (held) held.push(message);
    else takeAll(mine, [message]);
  });
  hear("you", (message: You) => {
    you.value = message;
  });
  hear("pulse", (message: Pulse) => {
    observe(message.at);
    pulse.value = message;
  });
  mine.on("disconnect", () => {
    if (mine !== socket) return;
    lose();
    // Sent away by the server: socket.io does not come back from that by itself.
    if (!mine.active) setTimeout(() => mine === socket && mine.connect(), ASK_AGAIN_MS * Math.random());
  });
  mine.on("connect_error", (error) => {
    if (mine !== socket) return;
    const refused = REFUSALS.includes(error.message);
    if (refused) {
      wire.cut();
      tell("refused", error.message as Refusal);
    } else {
      lose();
    }
    // A server that turned us away for now is asked again; socket.io does so only when it was not reached at all.
    if (!mine.active && (!refused || error.message === "not_open")) {
      setTimeout(() => mine === socket && mine.connect(), ASK_AGAIN_MS * (0.5 + Math.random()));
    }
  });
}

function restart(): void {
  const old = socket;
  socket = null;
  old?.disconnect();
  lose();
  open();
}

/** Sockets die silently while a phone sleeps; waiting for a timeout would leave an old board on a lit screen. */
function wake(): void {
  if (document.visibilityState === "hidden") return;
  if (link.value.state !== "live" || silence() > SILENCE_MS) restart();
}

export function connect(): void {
  // In sight before the connection stands, which takes a slow phone a second more; it goes on from there.
  if (page.first) takeBoard(page.first);
  open();
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.setInterval(() => {
    if (link.value.state === "live" && silence() > SILENCE_MS) restart();
  }, CHECK_EVERY_MS);
}

/** The ticket this device speaks with now. */
export function currentTicket(): string | null {
  return ticket;
}

/** Hand the device to another person: nothing of the one before stays on the screen. */
export function switchSeat(next: string | null): void {
  ticket = next;
  wire.changeTicket(next);
  forgetEverything();
  restart();
}
