// A sheet over the console: one form, Esc to put it away. What was typed stays in its drafts.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { _ } from "../live/messages";
import { underway } from "./acts";
import { Refusal } from "./act";
import { submitWithCtrlEnter } from "./fields";

/** The sheet on top, as a function that draws it; null when there is none. */
export const sheet = signal<(() => ComponentChildren) | null>(null);

export function openSheet(draw: () => ComponentChildren): void {
  sheet.value = draw;
}

export function closeSheet(): void {
  sheet.value = null;
}

export function SheetPlace() {
  const Draw = sheet.value;
  return Draw ? <>{Draw()}</> : null;
}

interface SheetProps {
  title: string;
  children: ComponentChildren;
  /** The act's name (for its refusal) and what sends it; without it the sheet only shows. */
  id?: string;
  submit?: string;
  onSubmit?: () => void;
  /** What is still missing, in words; the button waits for it. */
  missing?: string | undefined;
  wide?: boolean;
}

export function Sheet({ title, children, id = "sheet", submit, onSubmit, missing, wide = false }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    // The first thing to fill in, not the closing cross.
    const first = element?.querySelector<HTMLElement>("[data-first]");
    (
      first ?? element?.querySelector<HTMLElement>(".sheet-body input, .sheet-body textarea, .sheet-body button")
    )?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`sheet ${wide ? "wide" : ""}`}
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        closeSheet();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) onSubmit?.();
        }}
        noValidate
        onKeyDown={submitWithCtrlEnter}
      >
        <header>
          <h2 id="sheet-title">{title}</h2>
          <button type="button" class="quiet" onClick={closeSheet}>
            {_("收起")}
            <kbd aria-hidden="true">Esc</kbd>
          </button>
        </header>
        <div class="sheet-body">{children}</div>
        {submit !== undefined && (
          <footer>
            <p class="missing" role="status">
              {missing}
            </p>
            <Refusal of={id} />
            <button
              type="submit"
              class="primary"
              aria-disabled={missing ? "true" : undefined}
              aria-busy={underway.value.has(id)}
            >
              {submit}
              <kbd aria-hidden="true">Ctrl Enter</kbd>
            </button>
          </footer>
        )}
      </form>
    </dialog>
  );
}
