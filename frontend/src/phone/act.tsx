/** A button for one command, which explains itself when the rules do not allow it now. */
import { progress, send } from "../live/commands";
import { you } from "../live/store";
import type { Arguments } from "../live/types";
import { Icon, type IconName } from "../parts/icons";
import { Progress } from "./progress";

interface Props {
  what: string;
  args?: Arguments;
  icon: IconName;
  label: string;
  primary?: boolean;
}

/** `true`, the sentence that says why not, or undefined when it is not this person's to do at all. */
export function may(what: string): true | string | undefined {
  return you.value?.may[what];
}

export function Act({ what, args = {}, icon, label, primary = false }: Props) {
  const allowed = may(what);
  if (allowed === undefined) return null;
  const waiting = progress((command) => command.do === what);
  return (
    <div>
      <button
        type="button"
        class={primary ? "button button-primary wide" : "button wide"}
        disabled={allowed !== true || waiting !== undefined}
        onClick={() => void send(what, args)}
      >
        <Icon name={icon} />
        {label}
      </button>
      {allowed !== true && <p class="why-not">{allowed}</p>}
      <Progress state={waiting} />
    </div>
  );
}
