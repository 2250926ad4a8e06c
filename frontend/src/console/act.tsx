// A button for one act: its key beside it, its refusal under it, "really?" in its place when it cannot be undone.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { _ } from "../live/messages";
import { Icon } from "../parts/icons";
import { asking, refusal, refuse, underway } from "./acts";
import { cap, useKeys } from "./keys";

interface ActProps {
  /** Names the act among all on the screen; refusals are shown at the button of that name. */
  id: string;
  label: string;
  run: () => void;
  hotkey?: string | undefined;
  /** More keys for the same, which are not written on the button. */
  also?: readonly string[];
  /** Why the rules do not allow it now. The button stays and says so. */
  whyNot?: string | undefined;
  /** Asked once before it is done. */
  asks?: string | undefined;
  /** Say why not before anybody presses. */
  explain?: boolean;
  look?: string;
  children?: ComponentChildren;
}

export function Act({
  id,
  label,
  run,
  hotkey,
  also = [],
  whyNot,
  asks,
  explain = false,
  look = "",
  children,
}: ActProps) {
  const press = () => {
    refusal.value = null; // the sentence about something else has been read
    if (whyNot) refuse(id, whyNot);
    else if (asks) asking.value = id;
    else run();
  };
  useKeys([...(hotkey ? [hotkey] : []), ...also], label, press);
  const button = useRef<HTMLButtonElement>(null);
  const back = () => {
    asking.value = null;
    requestAnimationFrame(() => button.current?.focus());
  };
  const waiting = underway.value.has(id);
  return (
    <div class={`act ${look}`}>
      {asks && asking.value === id ? (
        <Question
          asks={asks}
          yes={() => {
            back();
            run();
          }}
          no={back}
        />
      ) : (
        <button
          ref={button}
          type="button"
          class="act-button"
          aria-disabled={whyNot ? "true" : undefined}
          aria-busy={waiting}
          aria-keyshortcuts={hotkey ? cap(hotkey) : undefined}
          onClick={press}
        >
          <span class="act-label">{children ?? label}</span>
          {hotkey && <kbd aria-hidden="true">{cap(hotkey)}</kbd>}
        </button>
      )}
      <Refusal of={id} />
      {explain && whyNot && refusal.value?.act !== id && <p class="why">{whyNot}</p>}
    </div>
  );
}

function Question({ asks, yes, no }: { asks: string; yes: () => void; no: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
    // Taken away unanswered, because the hall moved on: it must not come back later by itself.
    return () => {
      asking.value = null;
    };
  }, []);
  useKeys(["Escape"], _("不做了"), no);
  return (
    <div class="really" role="group" aria-label={asks}>
      <p>{asks}</p>
      {/* A key that is held down must not answer its own question. */}
      <button
        ref={first}
        type="button"
        class="yes"
        onClick={yes}
        onKeyDown={(event) => {
          if (event.repeat) event.preventDefault();
        }}
      >
        {_("是")}
      </button>
      <button type="button" onClick={no}>
        {_("不")}
        <kbd aria-hidden="true">Esc</kbd>
      </button>
    </div>
  );
}

/** The sentence of the last refusal, where the act `of` was tried. */
export function Refusal({ of }: { of: string }) {
  const last = refusal.value;
  return last?.act === of ? (
    <p class="refusal" role="alert">
      <Icon name="objection" />
      {last.message}
    </p>
  ) : null;
}
