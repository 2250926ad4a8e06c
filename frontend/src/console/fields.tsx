// Fields over drafts. Every one has its label in sight and its limit from the commands.
import type { Signal } from "@preact/signals";

interface TextProps {
  label: string;
  value: Signal<string>;
  max: number;
  hint?: string;
  lines?: number;
  /** The field that is filled in first. */
  first?: boolean;
}

export function Text({ label, value, max, hint, lines = 1, first = false }: TextProps) {
  const set = (event: Event) => {
    value.value = (event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value;
  };
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      {hint && <span class="hint">{hint}</span>}
      {lines === 1 ? (
        <input
          type="text"
          data-first={first || undefined}
          value={value.value}
          maxLength={max}
          onInput={set}
          autocomplete="off"
        />
      ) : (
        <textarea rows={lines} data-first={first || undefined} value={value.value} maxLength={max} onInput={set} />
      )}
    </label>
  );
}

/** For a form: Enter alone begins a new line in its text, Ctrl Enter sends. */
export function submitWithCtrlEnter(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.currentTarget as HTMLFormElement).requestSubmit();
}

export interface Option<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

interface OneOfProps<T extends string> {
  label: string;
  name: string;
  value: Signal<T | "">;
  options: readonly Option<T>[];
  /** One below the other, for long labels. */
  stacked?: boolean;
}

export function OneOf<T extends string>({ label, name, value, options, stacked = false }: OneOfProps<T>) {
  return (
    <fieldset class={`field one-of ${stacked ? "stacked" : ""}`}>
      <legend class="field-label">{label}</legend>
      <div class="options">
        {options.map((option) => (
          <label key={option.value} class="option">
            <input
              type="radio"
              name={name}
              checked={value.value === option.value}
              onChange={() => {
                value.value = option.value;
              }}
            />
            <span>
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SomeOfProps {
  label: string;
  value: Signal<readonly string[]>;
  options: readonly Option<string>[];
  hint?: string;
}

export function SomeOf({ label, value, options, hint }: SomeOfProps) {
  const flip = (one: string, on: boolean) => {
    value.value = on ? [...value.value, one] : value.value.filter((other) => other !== one);
  };
  return (
    <fieldset class="field some-of">
      <legend class="field-label">{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <div class="options">
        {options.map((option) => (
          <label key={option.value} class="option">
            <input
              type="checkbox"
              checked={value.value.includes(option.value)}
              onChange={(event) => flip(option.value, event.currentTarget.checked)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
