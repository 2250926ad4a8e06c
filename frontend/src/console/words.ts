// Word lists that only the consoles need; parts/words.ts has the others.
import { _ } from "../live/messages";
import type { AnswerKind, Form, Method, MotionType, Secrecy, SpeechKind, TopicStatus } from "../live/types";

export const METHODS: readonly Method[] = ["show_of_hands", "online", "paper_open", "paper_secret"];
export const MOTIONS: readonly MotionType[] = ["substantive", "amendment", "referral"];
/** Ballots that nobody at all can read are cast on paper: choosing that method is enough. */
export const SECRECIES: readonly Secrecy[] = ["open", "confidential"];
export const SPEECH_KINDS: readonly SpeechKind[] = ["speech", "answer", "opening", "closing"];
export const FORMS: readonly Form[] = ["deliberation", "talk", "mediation", "hearing", "appraisal"];
export const ANSWER_KINDS: readonly AnswerKind[] = [
  "answered",
  "resolved_by_amendment",
  "resolved_by_referral",
  "second_round",
];

export function answerWord(how: AnswerKind): string {
  return {
    answered: _("当场答复了"),
    resolved_by_amendment: _("按修改解决"),
    resolved_by_referral: _("提交上会解决"),
    second_round: _("再议一轮"),
  }[how];
}

export function topicWord(status: TopicStatus): string {
  return { waiting: _("还没议"), open: _("正在议"), closed: _("议完了") }[status];
}

/** For fields.tsx: codes with their words. */
export function options<Code extends string>(codes: readonly Code[], word: (code: Code) => string) {
  return codes.map((value) => ({ value, label: word(value) }));
}
