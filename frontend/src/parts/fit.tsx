/** Shows as much as fits. A wall has no scroll bar and nobody to move it. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

interface Props {
  /** How many ways there are to show it, from everything (0) to the least (levels - 1). */
  levels: number;
  /** Changes when the content does: then everything is tried again. */
  of: string;
  class?: string;
  children: (level: number) => ComponentChildren;
}

/** Takes the first level that does not overflow the box, measured before anything is painted. */
export function Fit({ levels, of, class: name = "", children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [resized, setResized] = useState(0);
  const trial = useRef({ of: "", resized: -1, level: 0 });
  if (trial.current.of !== of || trial.current.resized !== resized) trial.current = { of, resized, level: 0 };

  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element || trial.current.level >= levels - 1) return;
    // One pixel of grace: fractions are rounded up in one of the two figures.
    const overflows =
      element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
    if (!overflows) return;
    trial.current.level += 1;
    redraw(undefined);
  });

  useLayoutEffect(() => {
    const again = (): void => setResized((count) => count + 1);
    window.addEventListener("resize", again);
    return () => window.removeEventListener("resize", again);
  }, []);

  return (
    <div class={`fit ${name}`} ref={box} data-level={trial.current.level}>
      {children(trial.current.level)}
    </div>
  );
}
