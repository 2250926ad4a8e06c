/** Read sentences aloud, where the device has a voice. */
import { page } from "./page";

export const canReadAloud = typeof speechSynthesis !== "undefined" && typeof SpeechSynthesisUtterance !== "undefined";

/** One after the other; each ends with a pause, which every language has. */
export function readAloud(sentences: readonly string[]): void {
  speechSynthesis.cancel();
  for (const sentence of sentences) {
    const speech = new SpeechSynthesisUtterance(sentence);
    speech.lang = page.locale === "zh" ? "zh-CN" : "en-GB";
    speech.rate = 0.9;
    speechSynthesis.speak(speech);
  }
}
