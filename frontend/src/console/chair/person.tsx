// What the chair can do for, or say to, one person.
import { _ } from "../../live/messages";
import { board } from "../../live/store";
import { Act } from "../act";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { Text } from "../fields";
import { nameOf } from "../people";
import { closeSheet, openSheet, Sheet } from "../sheet";
import { GiveFloorSheet } from "./give-floor";

export function PersonSheet({ seat }: { seat: string }) {
  const person = board.value?.people?.[seat];
  if (!person) return null;
  const attend = async (present: boolean) => {
    const answer = await perform("attendance", "record_attendance", { seat, present });
    if (answer?.ok) closeSheet();
  };
  return (
    <Sheet title={person.name}>
      <p>{[seat, person.label, person.org, person.votes ? "" : _("不投票")].filter(Boolean).join(" · ")}</p>
      <div class="desk">
        {person.present ? (
          <Act id="attendance" label={_("他走了")} asks={_("真的记为不在场？")} run={() => attend(false)} />
        ) : (
          <Act id="attendance" look="primary" label={_("他到了")} run={() => attend(true)} />
        )}
        {person.present && (
          <Act id="person-floor" label={_("请他发言")} run={() => openSheet(() => <GiveFloorSheet seat={seat} />)} />
        )}
        {person.present && (
          <Act id="person-warn" label={_("提醒")} run={() => openSheet(() => <WarnSheet seat={seat} />)} />
        )}
        {person.chamber === "standing" && !person.recused && (
          <Act id="person-recuse" label={_("回避")} run={() => openSheet(() => <RecuseSheet seat={seat} />)} />
        )}
      </div>
    </Sheet>
  );
}

export function WarnSheet({ seat }: { seat: string }) {
  const reason = draft(`warn:${seat}`, "");
  const before = board.value?.people?.[seat]?.warnings ?? 0;
  const send = async () => {
    const answer = await perform("warn", "warn", { seat, reason: reason.value.trim() }, _("提醒记下了"));
    if (!answer?.ok) return;
    forget(`warn:${seat}`);
    closeSheet();
  };
  const usual = [_("没有面向主持人发言"), _("打断别人"), _("说话伤人"), _("猜别人心思、扣帽子"), _("到点不停")];
  return (
    <Sheet
      title={_("提醒 {name}", { name: nameOf(seat) })}
      id="warn"
      submit={_("第 {n} 次提醒", { n: before + 1 })}
      onSubmit={send}
      missing={reason.value.trim() ? undefined : _("请选或写一个理由。")}
    >
      <p>{_("规则第 9 条：第一次提醒，第二次停这轮发言，第三次请出会场。已经提醒过 {n} 次。", { n: before })}</p>
      <div class="options">
        {usual.map((text, index) => (
          <button
            key={text}
            type="button"
            data-first={index === 0 || undefined}
            aria-pressed={reason.value === text}
            onClick={() => {
              reason.value = text;
            }}
          >
            {text}
          </button>
        ))}
      </div>
      <Text label={_("理由")} value={reason} max={500} />
    </Sheet>
  );
}

function RecuseSheet({ seat }: { seat: string }) {
  const reason = draft(`recuse:${seat}`, "");
  const send = async () => {
    const answer = await perform("recuse", "recuse", { seat, reason: reason.value.trim() }, _("回避记下了"));
    if (!answer?.ok) return;
    forget(`recuse:${seat}`);
    closeSheet();
  };
  return (
    <Sheet
      title={_("{name} 回避", { name: nameOf(seat) })}
      id="recuse"
      submit={_("记为回避")}
      onSubmit={send}
      missing={reason.value.trim() ? undefined : _("请写明和这件事有什么利害关系。")}
    >
      <p>{_("规则第 15 条：本人或近亲有直接利害的常任委员，讲明后回避，不投票。")}</p>
      <Text label={_("什么利害关系")} value={reason} max={500} lines={2} />
    </Sheet>
  );
}
