/** Words, numbers and times in the reader's language. */
import { catalogue, page } from "./page";
import { board } from "./store";
import type { Instant, Locale } from "./types";

const TAGS: Record<Locale, string> = { zh: "zh-CN", en: "en-GB" };
const tag = TAGS[page.locale];
const DEFAULT_TIME_ZONE = "Asia/Shanghai";

/** The sentence in the reader's language, with `{name}` places filled in. */
export function _(msgid: string, values?: Record<string, string | number>): string {
  const sentence = catalogue[msgid] || msgid;
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === "number" ? number(value) : value;
  });
}

const numbers = new Intl.NumberFormat(tag);

export function number(value: number): string {
  return numbers.format(value);
}

/** `hourCycle` is newer than ES2018; a browser that does not know it ignores it. */
type Fields = Intl.DateTimeFormatOptions & { hourCycle?: "h23" };

function format(at: Instant | number, options: Fields): string {
  const timeZone = board.value?.session.timezone ?? DEFAULT_TIME_ZONE;
  return new Intl.DateTimeFormat(tag, { timeZone, ...options }).format(new Date(at));
}

/** Hall time of day: 15:28. */
export function time(at: Instant | number): string {
  return format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Hall time as a field of a page takes it: 2026-05-16T14:20. */
export function fieldTime(at: number): string {
  const timeZone = board.value?.session.timezone ?? DEFAULT_TIME_ZONE;
  const day: Fields = { year: "numeric", month: "2-digit", day: "2-digit" };
  const options: Fields = { timeZone, ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", options).format(new Date(at)).replace(" ", "T");
}

/** 5月16日. */
export function date(at: Instant | number): string {
  return format(at, { month: "long", day: "numeric" });
}

/** 5月16日星期六. */
export function dateWithWeekday(at: Instant | number): string {
  return format(at, { month: "long", day: "numeric", weekday: "long" });
}

/** What somebody typed, with each 2026-06-15 in it as 6月15日; the year only if it is not the session's. */
export function dated(text: string): string {
  return text.replace(/\b(\d{4})-\d{2}-\d{2}\b/g, (typed, year: string) => {
    const day = new Date(typed);
    if (isNaN(day.getTime())) return typed;
    const thisYear = board.value?.session.planned_at?.startsWith(year);
    const options: Fields = { month: "long", day: "numeric", ...(thisYear ? {} : { year: "numeric" }) };
    return new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options }).format(day);
  });
}

/** A length of time as a clock shows it: 1:07. */
export function minutesAndSeconds(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/** Several names in one sentence: 甲、乙、丙. */
export function list(names: readonly string[]): string {
  return names.join(_("、"));
}

const DIGITS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** The number of a topic: 一, 二 … 十二 in Chinese, digits elsewhere. 1..99. */
export function ordinal(no: number): string {
  if (page.locale !== "zh") return number(no);
  const tens = Math.floor(no / 10);
  const ones = no % 10;
  if (tens === 0) return DIGITS[ones] ?? "";
  return (tens > 1 ? (DIGITS[tens] ?? "") : "") + "十" + (ones > 0 ? (DIGITS[ones] ?? "") : "");
}

/** The number of a proposal: ①, ② … ⑳, then (21). */
export function circled(no: number): string {
  return no >= 1 && no <= 20 ? String.fromCharCode(0x2460 + no - 1) : `(${no})`;
}

/** The six digits of a session as people say them: 326 841. */
export function spacedCode(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, "$1 ");
}
