// Large text for the wall, and letters that are read out.
import { _ } from "../../live/messages";
import type { Board } from "../../live/types";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { draft, forget } from "../drafts";
import { submitWithCtrlEnter, Text } from "../fields";
import { TakeNoteDown } from "../note";

export function Texts({ hall }: { hall: Board }) {
  return (
    <div class="columns">
      <Live shown={hall.now.note} />
      <Letter />
    </div>
  );
}

function Live({ shown }: { shown: string | undefined }) {
  const text = draft("live-note:", "");
  const send = async () => {
    const answer = await perform("live-note", "note", { text: text.value.trim() }, _("放上大屏了"));
    if (answer?.ok) forget("live-note:");
  };
  return (
    <form
      class="stack"
      onKeyDown={submitWithCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.value.trim()) void send();
      }}
    >
      <h2>{_("大屏上的大字")}</h2>
      <p class="soft">{shown ? _("现在显示：{text}", { text: shown }) : _("现在没有显示大字。")}</p>
      <TakeNoteDown />
      <Text
        label={_("写什么")}
        hint={_("给听不清、听不懂方言的人看。也写进记录。Ctrl Enter 送出。")}
        value={text}
        max={2000}
        lines={5}
      />
      <Act
        id="live-note"
        look="primary"
        label={_("放上大屏")}
        run={send}
        whyNot={text.value.trim() ? whyNot("note") : _("请先写内容。")}
      />
    </form>
  );
}

function Letter() {
  const from = draft("letter:from", "");
  const text = draft("letter:text", "");
  const missing = from.value.trim() && text.value.trim() ? undefined : _("请写是谁的意见、写了什么。");
  const send = async () => {
    const args = { from: from.value.trim(), text: text.value.trim() };
    const answer = await perform("letter", "read_written_opinion", args, _("书面意见记下了"));
    if (answer?.ok) forget("letter:");
  };
  return (
    <form
      class="stack"
      onKeyDown={submitWithCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) void send();
      }}
    >
      <h2>{_("宣读书面意见")}</h2>
      <Text label={_("谁的意见")} value={from} max={200} />
      <Text label={_("写了什么")} value={text} max={2000} lines={5} />
      <Act
        id="letter"
        look="primary"
        label={_("读过了，记下来")}
        run={send}
        whyNot={missing ?? whyNot("read_written_opinion")}
      />
    </form>
  );
}
