// Type a name, a seat or a group; arrows and Enter choose. For whoever is not on a phone.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { _ } from "../live/messages";
import type { Person } from "../live/types";
import { byGroup } from "./people";

interface PickerProps {
  label: string;
  /** The seat that was picked, or "". */
  value: Signal<string>;
  /** Who may be picked. */
  only?: (person: Person) => boolean;
  first?: boolean;
}

export function SeatPicker({ label, value, only = () => true, first = false }: PickerProps) {
  const typed = useSignal("");
  const at = useSignal(0);
  const before = useRef(value.value);
  const input = useRef<HTMLInputElement>(null);
  const other = useRef<HTMLButtonElement>(null);
  const id = label.replace(/\s/g, "-");
  useEffect(() => {
    // The field and the name take each other's place; the keyboard goes along.
    if (value.value !== before.current) (input.current ?? other.current)?.focus();
    before.current = value.value;
  }, [value.value]);

  const people = ([] as [string, Person][])
    .concat(...byGroup().map((group) => group.people))
    .filter(([, person]) => only(person));
  const picked = people.find(([seat]) => seat === value.value);
  if (picked) {
    return (
      <div class="picker">
        <span class="field-label">{label}</span>
        <p class="picked">
          {picked[1].name}
          <span class="soft">{picked[1].label}</span>
          <button
            ref={other}
            type="button"
            class="quiet"
            onClick={() => {
              value.value = "";
            }}
          >
            {_("换一位")}
          </button>
        </p>
      </div>
    );
  }

  const matches = people.filter(([seat, person]) => matching(typed.value, seat, person));
  const here = Math.min(at.value, matches.length - 1);
  const pick = (index: number) => {
    const match = matches[index];
    if (!match) return;
    typed.value = "";
    at.value = 0;
    value.value = match[0];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") at.value = Math.min(here + 1, matches.length - 1);
    else if (event.key === "ArrowUp") at.value = Math.max(here - 1, 0);
    else if (event.key === "Enter") pick(here);
    else return;
    event.preventDefault();
  };
  return (
    <div class="picker">
      <label class="field-label" for={`${id}-input`}>
        {label}
      </label>
      <input
        ref={input}
        id={`${id}-input`}
        type="text"
        role="combobox"
        autocomplete="off"
        data-first={first || undefined}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={matches.length ? `${id}-${here}` : undefined}
        placeholder={_("打名字、席号或哪一方")}
        value={typed.value}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          at.value = 0;
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label}>
        {matches.map(([seat, person], index) => (
          <li key={seat} id={`${id}-${index}`} role="option" aria-selected={index === here} onClick={() => pick(index)}>
            <b>{person.name}</b>
            <span class="soft">
              {[person.label, person.org, seat].filter(Boolean).join(" · ")}
            </span>
            {!person.present && <span class="chip is-withdrawn">{_("没到")}</span>}
          </li>
        ))}
      </ul>
      {matches.length === 0 && <p class="hint">{_("没有这个人")}</p>}
    </div>
  );
}

function matching(typed: string, seat: string, person: Person): boolean {
  const wanted = typed.trim().toLowerCase();
  return [seat, person.name, person.label, person.org].some((text) => text?.toLowerCase().includes(wanted));
}
