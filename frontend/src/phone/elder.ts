/** 大字: one tap, remembered on this device in the cookie that the server's own pages read, too. */
import { effect, signal } from "@preact/signals";

const A_YEAR_S = 31_536_000;

/** The server has already drawn the page as this device likes it. */
export const elder = signal(document.documentElement.classList.contains("elder"));

effect(() => {
  document.documentElement.classList.toggle("elder", elder.value);
});

export function toggleElder(): void {
  elder.value = !elder.value;
  document.cookie = `elder=${elder.value ? 1 : 0}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax`;
}
