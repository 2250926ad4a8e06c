/** One form for everything that is written on the phone: it loses nothing, whatever the answer. */
import { useState } from "preact/hooks";
import { progress, refused, send } from "../live/commands";
import { _ } from "../live/messages";
import type { Arguments } from "../live/types";
import { Icon, type IconName } from "../parts/icons";
import { type Draft, forgetDraft, keepDraft, readDraft } from "./drafts";
import { Progress } from "./progress";

export interface Field {
  name: string;
  label: string;
  hint?: string;
  /** In characters, as the server counts them. */
  most: number;
  lines?: number;
  optional?: boolean;
}

interface Props {
  /** Names the draft: one a form, or one a form and target. */
  name: string;
  what: string;
  args: (draft: Draft) => Arguments;
  fields: Field[];
  button: string;
  icon: IconName;
  onDone: () => void;
}

export function Form({ name, what, args, fields, button, icon, onDone }: Props) {
  const [draft, setDraft] = useState<Draft>(() => readDraft(name));
  const [wanting, setWanting] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const waiting = progress((command) => command.do === what);

  function change(field: string, value: string): void {
    const next = { ...draft, [field]: value };
    keepDraft(name, next);
    setDraft(next);
    setWanting(null);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const empty = fields.find((field) => !field.optional && (draft[field.name] ?? "").trim() === "");
    setWanting(empty?.name ?? null);
    if (empty) {
      document.getElementById(`${name}-${empty.name}`)?.focus();
      return;
    }
    setRefusal(null);
    const answer = await send(what, args(draft));
    if (answer.ok) {
      forgetDraft(name);
      setDraft({});
      onDone();
    } else {
      // Said here, beside what was written; the band at the top need not say it again.
      refused.value = null;
      setRefusal(answer.message);
    }
  }

  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      {fields.map((field) => {
        const id = `${name}-${field.name}`;
        const value = draft[field.name] ?? "";
        const invalid = wanting === field.name;
        const common = {
          id,
          value,
          class: "input",
          maxLength: field.most,
          "aria-invalid": invalid,
          "aria-describedby": field.hint || invalid ? `${id}-hint` : undefined,
          onInput: (event: Event) => change(field.name, (event.target as HTMLInputElement).value),
        };
        return (
          <div class="field" key={field.name}>
            <label class="label" for={id}>
              {field.label}
              {field.optional && <small> {_("可以不填")}</small>}
            </label>
            {(field.hint ?? invalid) && (
              <span class={invalid ? "hint hint-wanting" : "hint"} id={`${id}-hint`}>
                {invalid ? _("这一项还没有写。") : field.hint}
              </span>
            )}
            {field.lines ? <textarea rows={field.lines} {...common} /> : <input type="text" autoComplete="off" {...common} />}
          </div>
        );
      })}
      {refusal !== null && (
        <p class="notice notice-stop" role="alert">
          <Icon name="warning" /> {_("{reason}写好的字都还在。", { reason: refusal })}
        </p>
      )}
      <Progress state={waiting} />
      <button type="submit" class="button button-primary wide" disabled={waiting !== undefined}>
        <Icon name={icon} />
        {button}
      </button>
    </form>
  );
}
