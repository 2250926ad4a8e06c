// Keys for sorting: a letter or digit does what its button says, or opens its form. The page works without.
export {};

const CHOICE = "sorting-keys";

function start(): void {
  const choice = document.querySelector<HTMLElement>("#keys");
  const box = choice?.querySelector("input");
  if (!choice || !box) return;
  choice.hidden = false;
  box.checked = localStorage.getItem(CHOICE) !== "off";
  const show = (): void => void document.body.classList.toggle("no-keys", !box.checked);
  show();
  box.addEventListener("change", () => {
    localStorage.setItem(CHOICE, box.checked ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") active.blur();
      return;
    }
    const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target instanceof HTMLDetailsElement) open(target);
    else target.click();
  });
  // After something was refused, typing goes on where it stopped.
  focusIn(document.querySelector("details.way[open]"));
}

function open(way: HTMLDetailsElement): void {
  for (const other of document.querySelectorAll<HTMLDetailsElement>("details.way")) other.open = other === way;
  focusIn(way);
}

function focusIn(way: Element | null): void {
  const field = way?.querySelector<HTMLInputElement>("[aria-invalid], input:not([type=hidden]), select");
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

start();
