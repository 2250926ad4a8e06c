/** Texts longer than the wall can hold: their beginning, and a mark that there is more. */

/** In characters, from everything to what is just enough to know it by. */
export const LENGTHS: readonly number[] = [Infinity, 400, 240, 160, 110, 80, 55, 40];

export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}……` : text;
}
