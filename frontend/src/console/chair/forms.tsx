// Steps that need something written first: a suggestion without it opens the form instead of being sent.
import type { ComponentChildren } from "preact";
import type { Arguments, NextStep } from "../../live/types";
import { openSheet } from "../sheet";
import { AnswerSheet } from "../motions/answer";
import { GiveFloorSheet } from "./give-floor";
import { MarkSheet } from "../motions/mark";
import { AnswerOpinionSheet } from "../motions/opinions";
import { OpenVoteSheet } from "./open-vote";
import { RecessSheet, TellersSheet } from "./session";

const FORMS: Record<string, { needs: readonly string[]; draw: (args: Arguments) => ComponentChildren }> = {
  mark_deferred: {
    needs: ["proposal", "reason_code", "reason_text", "body"],
    draw: (args) => <MarkSheet suggested={args} />,
  },
  answer_objection: {
    needs: ["objection", "response", "how"],
    draw: (args) => <AnswerSheet objection={text(args, "objection")} />,
  },
  answer_opinion: {
    needs: ["opinion", "taken_up", "reason"],
    draw: (args) => <AnswerOpinionSheet opinion={text(args, "opinion") ?? ""} />,
  },
  open_vote: { needs: ["target", "motion", "method"], draw: () => <OpenVoteSheet /> },
  recess: { needs: ["minutes"], draw: () => <RecessSheet /> },
  name_tellers: { needs: ["seats"], draw: () => <TellersSheet /> },
  give_floor: { needs: [], draw: () => <GiveFloorSheet /> },
};

function text(args: Arguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === "string" ? value : undefined;
}

function filledIn(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";
}

/** Opens the form that the step still needs; undefined when it can be sent as it is. */
export function formFor(step: NextStep): (() => void) | undefined {
  const form = FORMS[step.do];
  const nobody = step.do === "give_floor" && !("hand" in step.args || "seat" in step.args);
  if (!form || (!nobody && form.needs.every((name) => filledIn(step.args[name])))) return undefined;
  return () => openSheet(() => form.draw(step.args));
}
