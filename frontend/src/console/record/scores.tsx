// 评议: the sheets on one item, as the tellers counted them.
import { useRef } from "preact/hooks";
import { _ } from "../../live/messages";
import type { Board, Grade } from "../../live/types";
import { scoresOf } from "../../parts/order";
import { Scores } from "../../parts/scores";
import { gradeWord, GRADES } from "../../parts/words";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { draft } from "../drafts";
import { submitWithCtrlEnter, Text } from "../fields";
import { goTo, Stepper } from "./stepper";

const SHEETS = ["issued", "returned", "invalid"] as const;
type Figure = (typeof SHEETS)[number] | Grade;
const FIGURES: readonly Figure[] = [...SHEETS, ...GRADES];
type Figures = Readonly<Partial<Record<Figure, number | null>>>;

export function ScoresTab({ hall }: { hall: Board }) {
  const topic = hall.now.topic;
  const title = hall.topics[topic ?? ""]?.title;
  if (topic === undefined || title === undefined) return <p class="empty">{_("现在没有在议的议题。")}</p>;
  return (
    <>
      <Sheets key={topic} topic={topic} title={title} />
      {scoresOf(hall, topic).length > 0 && <Scores scores={scoresOf(hall, topic)} />}
    </>
  );
}

function Sheets({ topic, title }: { topic: string; title: string }) {
  const place = useRef<HTMLFormElement>(null);
  const item = draft(`scores:${topic}:item`, title);
  const figures = draft<Figures>(`scores:${topic}:figures`, {});
  const of = (figure: Figure) => figures.value[figure] ?? 0;
  const missing = whatIsMissing(item.value, figures.value);
  const send = async () => {
    const counts: Partial<Record<Grade, number>> = {};
    for (const grade of GRADES) counts[grade] = of(grade);
    const sheets = { issued: of("issued"), returned: of("returned"), invalid: of("invalid") };
    const args = { item: item.value.trim(), ...sheets, counts };
    const answer = await perform("scores", "enter_scores", args, _("评议记下了"));
    if (!answer?.ok) return;
    item.value = "";
    figures.value = {};
  };
  const words: Record<Figure, string> = {
    issued: _("发出"),
    returned: _("收回"),
    invalid: _("无效"),
    satisfied: gradeWord("satisfied"),
    fairly_satisfied: gradeWord("fairly_satisfied"),
    dissatisfied: gradeWord("dissatisfied"),
    unsure: gradeWord("unsure"),
  };
  return (
    <form
      ref={place}
      class="stack"
      onKeyDown={submitWithCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) void send();
      }}
    >
      <Text
        label={_("评什么")}
        hint={_("比如：保洁、绿化、收费公开。一项记一次；名字一样的，再记就改掉前面的。")}
        value={item}
        max={80}
      />
      <div class="sheets">
        {FIGURES.map((figure, index) => (
          <label key={figure}>
            {words[figure]}{" "}
            <Stepper
              label={words[figure]}
              value={figures.value[figure] ?? null}
              cell={figure}
              onEnter={() => goTo(place.current, FIGURES[index + 1] ?? "save")}
              onChange={(value) => {
                figures.value = { ...figures.value, [figure]: value };
              }}
            />
          </label>
        ))}
      </div>
      <span data-cell="save">
        <Act id="scores" look="primary" label={_("记评议票")} run={send} whyNot={missing ?? whyNot("enter_scores")} explain />
      </span>
    </form>
  );
}

/** In words; an empty box is missing, it is not 0. */
function whatIsMissing(item: string, figures: Figures): string | undefined {
  if (!item.trim()) return _("请写评什么。");
  const empty = FIGURES.filter((figure) => (figures[figure] ?? null) === null).length;
  if (empty > 0) return _("还空着 {n} 格：没有票的写 0。", { n: empty });
  const valid = (figures.returned ?? 0) - (figures.invalid ?? 0);
  const counted = GRADES.reduce((sum, grade) => sum + (figures[grade] ?? 0), 0);
  if (counted === valid) return undefined;
  const values = { valid, counted, n: Math.abs(valid - counted) };
  return counted < valid
    ? _("有效票应是 {valid} 张，已记 {counted} 张，还少 {n} 张。", values)
    : _("有效票应是 {valid} 张，已记 {counted} 张，多了 {n} 张。", values);
}
