// Give the floor to anybody: for a speech, an answer, a proposer's opening or closing words, with somebody to pass them on.
import { _ } from "../../live/messages";
import { board } from "../../live/store";
import type { Position, SpeechKind } from "../../live/types";
import { kindWord, POSITIONS, positionWord } from "../../parts/words";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf } from "../fields";
import { SeatPicker } from "../seat-picker";
import { closeSheet, openSheet, Sheet } from "../sheet";
import { options, SPEECH_KINDS } from "../words";

export function openGiveFloor(): void {
  openSheet(() => <GiveFloorSheet />);
}

export function GiveFloorSheet({ seat: suggested = "" }: { seat?: string }) {
  const seat = draft(`floor:${suggested}:seat`, suggested);
  const kind = draft<SpeechKind | "">(`floor:${suggested}:kind`, "speech");
  const position = draft<Position | "">(`floor:${suggested}:position`, "");
  const passedOn = draft(`floor:${suggested}:passed-on`, false);
  const interpreter = draft(`floor:${suggested}:interpreter`, "");
  const withInterpreter = passedOn.value && interpreter.value !== "";
  // Whoever has a hand up said with it which side they are on; an answer takes none.
  const handUp = board.value?.floor.queue.some((hand) => hand.seat === seat.value) ?? false;
  const asksPosition = kind.value === "speech" && !handUp;
  const send = async () => {
    const args = {
      seat: seat.value,
      kind: kind.value,
      ...(asksPosition && position.value ? { position: position.value } : {}),
      ...(withInterpreter ? { interpreter: interpreter.value } : {}),
    };
    const answer = await perform("floor", "give_floor", args);
    if (!answer?.ok) return;
    forget("floor:");
    closeSheet();
  };
  return (
    <Sheet
      title={_("请人发言")}
      id="floor"
      submit={_("请他发言")}
      onSubmit={send}
      missing={missing(seat.value, asksPosition && !position.value, passedOn.value && !interpreter.value)}
    >
      <SeatPicker label={_("请谁")} value={seat} only={(person) => person.present} first />
      <OneOf label={_("说什么")} name="kind" value={kind} options={options(SPEECH_KINDS, kindWord)} />
      {asksPosition && (
        <OneOf label={_("什么态度")} name="position" value={position} options={options(POSITIONS, positionWord)} />
      )}
      <label class="option">
        <input
          type="checkbox"
          checked={passedOn.value}
          onChange={(event) => {
            passedOn.value = event.currentTarget.checked;
          }}
        />
        <span>{_("要人转述（时间放宽）")}</span>
      </label>
      {passedOn.value && <SeatPicker label={_("谁来转述")} value={interpreter} only={(person) => person.present} />}
    </Sheet>
  );
}

function missing(seat: string, position: boolean, interpreter: boolean): string | undefined {
  if (!seat) return _("请先选人。");
  if (position) return _("先问清楚是什么态度。");
  if (interpreter) return _("请选谁来转述。");
  return undefined;
}
