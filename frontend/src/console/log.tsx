// What happened, newest first, by its number in the record; any line can be corrected, the line itself stays.
import { _, number, time } from "../live/messages";
import { board } from "../live/store";
import { logOf } from "../parts/order";
import { perform } from "./acts";
import { draft, forget } from "./drafts";
import { Text } from "./fields";
import { closeSheet, openSheet, Sheet } from "./sheet";

export function Log() {
  const lines = board.value ? logOf(board.value).reverse() : [];
  if (lines.length === 0) return <p class="empty">{_("还没有记录。开会以后，每件事都会记在这里。")}</p>;
  return (
    <ol class="log">
      {lines.map((line) => (
        <li key={line.seq}>
          <b>{number(line.seq)}</b>
          <time>{time(line.at)}</time>
          <span>{line.text}</span>
          <button
            type="button"
            class="quiet"
            aria-label={_("更正：{text}", { text: line.text })}
            onClick={() => openSheet(() => <Correction seq={line.seq} text={line.text} />)}
          >
            {_("更正")}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Correction({ seq, text }: { seq: number; text: string }) {
  const right = draft(`correct:${seq}`, text);
  const send = async () => {
    const answer = await perform("correct", "correct", { seq, text: right.value.trim() }, _("更正记下了"));
    if (!answer?.ok) return;
    forget(`correct:${seq}`);
    closeSheet();
  };
  return (
    <Sheet
      title={_("更正记录")}
      id="correct"
      submit={_("记下更正")}
      onSubmit={send}
      missing={right.value.trim() && right.value.trim() !== text ? undefined : _("请写出正确的内容。")}
    >
      <p class="lead">{_("第 {seq} 条：{text}", { seq, text })}</p>
      <Text label={_("应当是")} hint={_("原来的那一行保留，更正写在后面。")} value={right} max={2000} lines={3} />
    </Sheet>
  );
}
