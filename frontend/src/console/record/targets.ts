// What can be seconded, withdrawn, objected to or asked to be voted on in secret: choices for the forms.
import { _, circled } from "../../live/messages";
import type { Board } from "../../live/types";
import { proposalsOf } from "../../parts/order";

interface Choice {
  value: string;
  label: string;
}

interface Candidate extends Choice {
  kind: "proposal" | "amendment" | "objection";
  seat: string | undefined;
  status: string;
}

/** The topic's proposals with what hangs on each. */
function candidates(hall: Board): Candidate[] {
  const found: Candidate[] = [];
  for (const proposal of proposalsOf(hall, hall.now.topic)) {
    const no = circled(proposal.no);
    found.push({
      value: proposal.id,
      label: `${no} ${proposal.title}`,
      kind: "proposal",
      seat: proposal.seat,
      status: proposal.status,
    });
    for (const [value, { text, seat, status }] of Object.entries(proposal.amendments ?? {})) {
      found.push({ value, label: _("{no} 的修改：{text}", { no, text }), kind: "amendment", seat, status });
    }
    for (const [value, { reason, seat, status }] of Object.entries(proposal.objections ?? {})) {
      found.push({ value, label: _("{no} 的异议：{text}", { no, text: reason }), kind: "objection", seat, status });
    }
  }
  return found;
}

const UNDECIDED = ["proposed", "seconded", "debating", "contested"];

export function proposalsHere(hall: Board): Choice[] {
  return candidates(hall).filter((one) => one.kind === "proposal" && UNDECIDED.includes(one.status));
}

function motions(hall: Board): Choice[] {
  return candidates(hall).filter((one) => one.kind !== "objection" && UNDECIDED.includes(one.status));
}

/** The rules decide in the end; this only leaves out what can never be meant. */
export function targets(hall: Board, what: "second" | "withdraw" | "request_secret", seat: string): Choice[] {
  switch (what) {
    case "second":
      return candidates(hall).filter(
        (one) => one.seat !== seat && ["proposed", "raised", "seconded"].includes(one.status),
      );
    case "withdraw":
      return candidates(hall).filter(
        (one) => one.seat === seat && [...UNDECIDED, "raised", "seconded"].includes(one.status),
      );
    case "request_secret":
      return motions(hall);
  }
}
