// Tabs: one key each, arrows between them, one body.
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { cap, useKeys } from "./keys";

export interface Tab {
  name: string;
  label: string;
  hotkey: string;
  draw: () => ComponentChildren;
}

export function Tabs({ label, tabs, chosen }: { label: string; tabs: readonly Tab[]; chosen: Signal<string> }) {
  const row = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.name === chosen.value) ?? tabs[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !current) return;
    event.preventDefault();
    const index = (tabs.indexOf(current) + step + tabs.length) % tabs.length;
    chosen.value = tabs[index]?.name ?? chosen.value;
    row.current?.querySelectorAll<HTMLElement>("[role=tab]")[index]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <TabButton
            key={tab.name}
            tab={tab}
            on={tab === current}
            choose={() => {
              chosen.value = tab.name;
            }}
          />
        ))}
      </div>
      {current && (
        <div
          class="scroll tab-body"
          role="tabpanel"
          tabIndex={0}
          id={`tabpanel-${current.name}`}
          aria-labelledby={`tab-${current.name}`}
        >
          {current.draw()}
        </div>
      )}
    </>
  );
}

function TabButton({ tab, on, choose }: { tab: Tab; on: boolean; choose: () => void }) {
  useKeys([tab.hotkey], tab.label, choose);
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${tab.name}`}
      aria-selected={on}
      tabIndex={on ? 0 : -1}
      aria-controls={on ? `tabpanel-${tab.name}` : undefined}
      aria-keyshortcuts={cap(tab.hotkey)}
      onClick={choose}
    >
      {tab.label}
      <kbd aria-hidden="true">{cap(tab.hotkey)}</kbd>
    </button>
  );
}
