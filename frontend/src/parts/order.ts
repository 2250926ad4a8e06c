/** Boards are objects keyed by id; where order matters, it is made here. */
import type { Amendment, Board, LogLine, Opinion, Proposal, Score, Topic } from "../live/types";

export type Identified<T> = T & { id: string };

/** By `no`. */
function numbered<T extends { no: number }>(items: Record<string, T>): Identified<T>[] {
  return Object.entries(items)
    .map(([id, item]) => ({ ...item, id }))
    .sort((a, b) => a.no - b.no);
}

export function topicsOf(board: Board): Identified<Topic>[] {
  return numbered(board.topics);
}

export function proposalsOf(board: Board, topic?: string): Identified<Proposal>[] {
  const all = numbered(board.proposals);
  return topic === undefined ? all : all.filter((proposal) => proposal.topic === topic);
}

export function opinionsOf(board: Board, topic?: string): Identified<Opinion>[] {
  const all = numbered(board.opinions);
  return topic === undefined ? all : all.filter((opinion) => opinion.topic === topic);
}

export function scoresOf(board: Board, topic?: string): Identified<Score>[] {
  const all = numbered(board.scores);
  return topic === undefined ? all : all.filter((score) => score.topic === topic);
}

export function findAmendment(board: Board, id: string): { proposal: Proposal; amendment: Amendment } | undefined {
  for (const proposal of Object.values(board.proposals)) {
    const amendment = proposal.amendments?.[id];
    if (amendment) return { proposal, amendment };
  }
  return undefined;
}

/** Oldest first, with `seq` as a number. */
export function logOf(board: Board): (LogLine & { seq: number })[] {
  return Object.entries(board.log)
    .map(([seq, line]) => ({ ...line, seq: Number(seq) }))
    .sort((a, b) => a.seq - b.seq);
}

/** The standing members first, then the interest groups, each as the server lists them. */
export function groupsOf(board: Board): Identified<Board["quorum"]["by_group"][string]>[] {
  const groups = Object.entries(board.quorum.by_group).map(([id, group]) => ({ ...group, id }));
  return [...groups.filter((group) => group.id === "standing"), ...groups.filter((group) => group.id !== "standing")];
}
