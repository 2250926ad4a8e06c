// The sums of a hand count and of a paper count. Pure; what the recorder sees says in words what is missing.

export const BOXES = ["for", "against", "abstain"] as const;
export type Box = (typeof BOXES)[number];

/** One group's line as typed: null where nothing was typed yet. */
export type Row = Readonly<Record<Box, number | null>>;
export type Counts = [number, number, number];

export const EMPTY: Row = { for: null, against: null, abstain: null };

const typed = (row: Row): number => BOXES.reduce((sum, box) => sum + (row[box] ?? 0), 0);

/**
 * The line with what follows from it: once the typed boxes reach `people` the others are 0, and 弃权 is whoever is
 * left after 赞成 and 反对. A box that was typed is never touched.
 */
export function filled(row: Row, people: number): Row {
  const left = people - typed(row);
  if (left === 0) return { for: row.for ?? 0, against: row.against ?? 0, abstain: row.abstain ?? 0 };
  if (left > 0 && row.for !== null && row.against !== null && row.abstain === null) return { ...row, abstain: left };
  return row;
}

/** How many people too many (+) or too few (−) the line has. */
export function difference(row: Row, people: number): number {
  return typed(filled(row, people)) - people;
}

/** [for, against, abstain] when the line adds up to `people`, else null. */
export function settled(row: Row, people: number): Counts | null {
  const { for: yes, against: no, abstain } = filled(row, people);
  if (yes === null || no === null || abstain === null || yes + no + abstain !== people) return null;
  return [yes, no, abstain];
}

/** The line as three numbers, an empty box being 0: for sums, and for paper, where only the whole must add up. */
export function asCounts(row: Row): Counts {
  return [row.for ?? 0, row.against ?? 0, row.abstain ?? 0];
}

export function asRow(counts: Counts | undefined): Row {
  return counts ? { for: counts[0], against: counts[1], abstain: counts[2] } : EMPTY;
}

export function allFor(people: number): Row {
  return { for: people, against: 0, abstain: 0 };
}

/** Digits only, at most four of them; an empty field is null. */
export function parseCount(text: string): number | null {
  const digits = text.replace(/\D/g, "").slice(0, 4);
  return digits === "" ? null : Number(digits);
}

export interface PaperSums {
  /** returned − invalid: how many choices there must be. */
  valid: number;
  counted: number;
  /** Nothing is wrong and everything is counted. */
  addsUp: boolean;
}

export function paperSums(issued: number, returned: number, invalid: number, rows: readonly Row[]): PaperSums {
  const valid = returned - invalid;
  const counted = rows.reduce((sum, row) => sum + typed(row), 0);
  return { valid, counted, addsUp: issued > 0 && returned <= issued && valid >= 0 && counted === valid };
}
