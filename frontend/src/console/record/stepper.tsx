// A number with − and +, made for the keyboard: digits replace, arrows step, Enter goes on.
import { useRef } from "preact/hooks";
import { _ } from "../../live/messages";
import { parseCount } from "../count";

interface StepperProps {
  label: string;
  /** What was typed; null when nothing was. */
  value: number | null;
  /** What follows from the other boxes, shown while nothing was typed. */
  inferred?: number | null;
  /** Found by this when the focus moves on. */
  cell: string;
  onChange: (value: number | null) => void;
  onEnter: () => void;
  /** A letter that is a shortcut here. True when it was one. */
  onLetter?: (letter: string) => boolean;
}

export function Stepper({ label, value, inferred = null, cell, onChange, onEnter, onLetter }: StepperProps) {
  const input = useRef<HTMLInputElement>(null);
  const shown = value ?? inferred;
  const step = (by: number) => onChange(Math.max(0, (shown ?? 0) + by));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowUp") step(1);
    else if (event.key === "ArrowDown") step(-1);
    else if (event.key === "Enter") onEnter();
    else if (!onLetter?.(event.key.toLowerCase())) return;
    event.preventDefault();
  };
  return (
    <span class="stepper">
      <button type="button" tabIndex={-1} aria-label={_("{label} 减一", { label })} onClick={() => step(-1)}>
        −
      </button>
      <input
        ref={input}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        aria-label={label}
        data-cell={cell}
        class={value === null && inferred !== null ? "inferred" : ""}
        value={shown === null ? "" : String(shown)}
        onFocus={() => input.current?.select()}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          const typed = parseCount(event.currentTarget.value);
          event.currentTarget.value = typed === null ? "" : String(typed);
          onChange(typed);
        }}
      />
      <button type="button" tabIndex={-1} aria-label={_("{label} 加一", { label })} onClick={() => step(1)}>
        +
      </button>
    </span>
  );
}

/** Is a text being typed, or a question on the screen being answered? Then the keyboard must stay there. */
export function isTyping(): boolean {
  return document.activeElement?.matches("input, textarea, dialog *") ?? false;
}

/** Put the keyboard into that cell of the grid, at once: the next key may come before the next redraw. */
export function goTo(grid: HTMLElement | null, cell: string): void {
  const found = grid?.querySelector<HTMLElement>(`[data-cell="${cell}"]`);
  (found?.querySelector("button") ?? found)?.focus();
}
