// How many have voted: what came by phone, and what the recorder has entered of hands and paper.
import { pulse } from "../live/store";
import type { Vote } from "../live/types";

export function votedSoFar(id: string, vote: Vote): number {
  let people = (pulse.value?.turnout[id] ?? 0) + (vote.paper?.returned ?? 0);
  for (const [yes, no, abstain] of Object.values(vote.hands ?? {})) people += yes + no + abstain;
  return people;
}
