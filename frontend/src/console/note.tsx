// A note goes on the record and, in large type, on the wall, until it is taken down.
import { _ } from "../live/messages";
import { board } from "../live/store";
import { Act } from "./act";
import { perform } from "./acts";
import { draft, forget } from "./drafts";
import { Text } from "./fields";
import { closeSheet, openSheet, Sheet } from "./sheet";

export function openNote(): void {
  openSheet(NoteSheet);
}

/** Takes the large text off the wall; shown only while there is one. */
export function TakeNoteDown() {
  if (!board.value?.now.note) return null;
  return (
    <Act
      id="take-note-down"
      label={_("收起大字")}
      run={() => perform("take-note-down", "note", { text: "" }, _("大字收起来了"))}
    />
  );
}

function NoteSheet() {
  const text = draft("note:", "");
  const send = async () => {
    const answer = await perform("note", "note", { text: text.value.trim() }, _("备注写好了"));
    if (!answer?.ok) return;
    forget("note:");
    closeSheet();
  };
  return (
    <Sheet
      title={_("写一条备注")}
      id="note"
      submit={_("写进记录，放上大屏")}
      onSubmit={send}
      missing={text.value.trim() ? undefined : _("请写内容。")}
    >
      <Text label={_("备注")} hint={_("写进记录，同时用大字显示在大屏上。")} value={text} max={2000} lines={3} />
    </Sheet>
  );
}
