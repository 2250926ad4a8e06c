/** What the recorder writes for all to read, large; a long note is cut where it no longer fits and says so. */
import { _ } from "../live/messages";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";

const LENGTHS = [2000, 240, 160, 110, 80, 55, 40];

export function Note({ text }: { text: string }) {
  return (
    <aside class="wall-note" aria-live="polite">
      <b>
        <Icon name="note" /> {_("会议记录")}
      </b>
      <Fit levels={LENGTHS.length} of={text} class="wall-note-text">
        {(level) => {
          const length = LENGTHS[level] ?? 0;
          return <p>{text.length > length ? _("{text}……（全文见会议记录）", { text: text.slice(0, length) }) : text}</p>;
        }}
      </Fit>
    </aside>
  );
}
