// Acts on the session as a whole: recess, tellers, form, rules, read-back, close.
import { _ } from "../../live/messages";
import { board } from "../../live/store";
import type { Form } from "../../live/types";
import { formWord } from "../../parts/words";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, SomeOf } from "../fields";
import { seated } from "../people";
import { openNote, TakeNoteDown } from "../note";
import { closeSheet, openSheet, Sheet } from "../sheet";
import { FORMS, options } from "../words";

const MINUTES = ["5", "10", "15", "20", "30"] as const;

export function RecessSheet() {
  const minutes = draft<string>("recess", "10");
  const send = async () => {
    const answer = await perform("recess", "recess", { minutes: Number(minutes.value) });
    if (answer?.ok) closeSheet();
  };
  return (
    <Sheet title={_("休息一会儿")} id="recess" submit={_("开始休息")} onSubmit={send}>
      <OneOf
        label={_("几分钟")}
        name="minutes"
        value={minutes}
        options={MINUTES.map((value) => ({ value, label: _("{n} 分钟", { n: Number(value) }) }))}
      />
    </Sheet>
  );
}

export function TellersSheet() {
  const seats = draft<readonly string[]>("tellers", []);
  const send = async () => {
    const answer = await perform("tellers", "name_tellers", { seats: seats.value }, _("计票人、监票人定好了"));
    if (!answer?.ok) return;
    forget("tellers");
    closeSheet();
  };
  const people = seated().filter(
    ([, person]) => person.present && person.role !== "chair" && person.role !== "recorder",
  );
  return (
    <Sheet
      title={_("谁计票、谁监票")}
      id="tellers"
      submit={_("就这几位")}
      onSubmit={send}
      wide
      missing={seats.value.length > 0 ? undefined : _("请选人。规则第 16 条：两个人计票监票。")}
    >
      <SomeOf
        label={_("计票人、监票人")}
        value={seats}
        options={people.map(([value, person]) => ({ value, label: [person.name, person.label].filter(Boolean).join(" ") }))}
      />
    </Sheet>
  );
}

function FormSheet() {
  const form = draft<Form | "">("form", "talk");
  const send = async () => {
    const answer = await perform("form", "change_form", { form: form.value });
    if (answer?.ok) closeSheet();
  };
  return (
    <Sheet title={_("改会议形式")} id="form" submit={_("改过去")} onSubmit={send}>
      <p>{_("规则第 2 条：人数不够，就改开恳谈会，只听意见，不表决。")}</p>
      <OneOf label={_("改成")} name="form" value={form} options={options(FORMS, formWord)} />
    </Sheet>
  );
}

export function openMore(): void {
  openSheet(MoreSheet);
}

function MoreSheet() {
  const session = board.value?.session;
  const simply = (what: string) => async () => {
    const answer = await perform(`more:${what}`, what);
    if (answer?.ok) closeSheet();
  };
  return (
    <Sheet title={_("更多")}>
      <div class="desk">
        {session?.status === "check_in" && (
          <Act
            id="more:open_session"
            look="primary"
            label={_("宣布开会")}
            whyNot={whyNot("open_session")}
            run={simply("open_session")}
          />
        )}
        <Act
          id="more:read_rules"
          label={session?.rules_read ? _("议事规则又读了一遍") : _("议事规则读过了")}
          whyNot={whyNot("read_rules")}
          run={simply("read_rules")}
        />
        <Act
          id="more:name_tellers"
          label={_("定计票人、监票人")}
          whyNot={whyNot("name_tellers")}
          run={() => openSheet(TellersSheet)}
        />
        <Act
          id="more:change_form"
          label={_("改会议形式")}
          whyNot={whyNot("change_form")}
          run={() => openSheet(FormSheet)}
        />
        <Act id="more:note" label={_("写一条备注")} run={openNote} />
        <TakeNoteDown />
        <Act id="more:read_back" label={_("记录读过了")} whyNot={whyNot("read_back")} run={simply("read_back")} />
        <Act
          id="more:close_session"
          look="stop"
          label={_("散会")}
          whyNot={whyNot("close_session")}
          asks={_("真的散会？散会以后不能再表决。")}
          run={simply("close_session")}
        />
      </div>
    </Sheet>
  );
}
