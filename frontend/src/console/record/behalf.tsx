// 代为办理: for whoever has no phone. The record says that the recorder gave it in for that seat.
import { useComputed } from "@preact/signals";
import { _ } from "../../live/messages";
import type { Board } from "../../live/types";
import { Act } from "../act";
import { perform } from "../acts";
import { draft } from "../drafts";
import { nameOf } from "../people";
import { SeatPicker } from "../seat-picker";
import { AmendForm, BallotForm, HandForm, ObjectForm, OpinionForm, ProposeForm, TargetForm } from "./behalf-forms";

type Deed = "hand" | "propose" | "second" | "amend" | "object" | "withdraw" | "ballot" | "secret" | "opinion";

export function Behalf({ hall }: { hall: Board }) {
  const seat = draft("behalf:seat", "");
  const deed = draft<Deed>("behalf:deed", "hand");
  const present = useComputed(() => hall.people?.[seat.value]?.present ?? false);
  const deeds: [Deed, string][] = [
    ["hand", _("举手")],
    ...(hall.session.form === "hearing" ? [["opinion", _("提意见")] as [Deed, string]] : []),
    ["second", _("附议")],
    ["propose", _("提方案")],
    ["amend", _("提修改")],
    ["object", _("提异议")],
    ["withdraw", _("撤回")],
    ["ballot", _("投票")],
    ["secret", _("要求无记名")],
  ];
  return (
    <div class="behalf">
      <div class="stack">
        <SeatPicker label={_("替谁办")} value={seat} />
        {seat.value && (
          <div class="desk">
            {(hall.people?.[seat.value]?.present ?? present.value) ? (
              <Simple seat={seat.value} what="leave" label={_("他走了")} asks={_("真的记为走了？")} />
            ) : (
              <Simple seat={seat.value} what="check_in" label={_("签到")} />
            )}
            <Simple seat={seat.value} what="move_to_close" label={_("说透了，要求表决")} />
            <Simple seat={seat.value} what="lower_hand" label={_("手放下")} />
          </div>
        )}
      </div>
      {seat.value && (
        <div class="stack">
          <div class="options" role="group" aria-label={_("办什么")}>
            {deeds.map(([name, label]) => (
              <button
                key={name}
                type="button"
                aria-pressed={deed.value === name}
                onClick={() => {
                  deed.value = name;
                }}
              >
                {label}
              </button>
            ))}
          </div>
          <Form key={`${deed.value}:${seat.value}`} deed={deed.value} seat={seat.value} hall={hall} />
        </div>
      )}
    </div>
  );
}

function Simple({ seat, what, label, asks }: { seat: string; what: string; label: string; asks?: string }) {
  const done = _("替 {name} 办好了：{what}", { name: nameOf(seat), what: label });
  return (
    <Act
      id={`behalf:${what}`}
      label={label}
      asks={asks}
      run={() => perform(`behalf:${what}`, what, { for_seat: seat }, done)}
    />
  );
}

function Form({ deed, seat, hall }: { deed: Deed; seat: string; hall: Board }) {
  switch (deed) {
    case "hand":
      return <HandForm seat={seat} />;
    case "opinion":
      return <OpinionForm seat={seat} />;
    case "propose":
      return <ProposeForm seat={seat} hall={hall} />;
    case "amend":
      return <AmendForm seat={seat} hall={hall} />;
    case "object":
      return <ObjectForm seat={seat} hall={hall} />;
    case "ballot":
      return <BallotForm seat={seat} hall={hall} />;
    case "second":
      return <TargetForm seat={seat} hall={hall} what="second" label={_("附议")} />;
    case "withdraw":
      return <TargetForm seat={seat} hall={hall} what="withdraw" label={_("撤回")} />;
    case "secret":
      return <TargetForm seat={seat} hall={hall} what="request_secret" label={_("要求无记名")} />;
  }
}
