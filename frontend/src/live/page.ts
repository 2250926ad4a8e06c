import type { Page } from "./types";

function embedded(id: string): unknown {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/** What the server wrote into the page beside the screen's script. */
export const page = embedded("page") as Page;

/** Source sentence -> the reader's language; empty when the reader's language is the source language. */
export const catalogue = (embedded("messages") ?? {}) as Record<string, string>;
