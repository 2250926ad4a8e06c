// 听证会: every opinion, those that wait for an answer first; each is taken up or not, and told why.
import { _, circled } from "../../live/messages";
import { board } from "../../live/store";
import type { Board, Opinion, TakenUp } from "../../live/types";
import { type Identified, opinionsOf } from "../../parts/order";
import { TAKEN_UP, takenUpWord } from "../../parts/words";
import { Act } from "../act";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, Text } from "../fields";
import { PositionMark } from "../position";
import { closeSheet, openSheet, Sheet } from "../sheet";
import { options } from "../words";
import { Hiding } from "./hide";

/** Of one topic, or of all. */
export function Opinions({ hall, topic }: { hall: Board; topic?: string | undefined }) {
  const all = opinionsOf(hall, topic);
  if (all.length === 0) return <p class="empty">{_("还没有意见。有人提出来，就会出现在这里。")}</p>;
  const waits = (opinion: Opinion) => Number(opinion.answer === undefined);
  return (
    <ul class="plist opinions">
      {all
        .sort((one, other) => waits(other) - waits(one))
        .map((opinion) => (
          <Row key={opinion.id} opinion={opinion} />
        ))}
    </ul>
  );
}

function Row({ opinion }: { opinion: Identified<Opinion> }) {
  const { id, answer } = opinion;
  return (
    <li>
      <p>
        {circled(opinion.no)} {opinion.text}
      </p>
      <p class="soft">
        {opinion.position && <PositionMark position={opinion.position} />} {opinion.by}{" "}
        {opinion.written && _("（来信）")}
      </p>
      {answer && (
        <p>
          <b>{takenUpWord(answer.taken_up)}</b> {answer.reason}
        </p>
      )}
      <div class="acts">
        {!answer && (
          <Act
            id={`answer-opinion:${id}`}
            label={_("答复")}
            run={() => openSheet(() => <AnswerOpinionSheet opinion={id} />)}
          />
        )}
        <Hiding target={id} hidden={opinion.hidden} />
      </div>
    </li>
  );
}

export function AnswerOpinionSheet({ opinion }: { opinion: string }) {
  const about = board.value?.opinions[opinion];
  const takenUp = draft<TakenUp | "">(`answer-opinion:${opinion}:taken-up`, "");
  const reason = draft(`answer-opinion:${opinion}:reason`, "");
  const send = async () => {
    const args = { opinion, taken_up: takenUp.value, reason: reason.value.trim() };
    const answer = await perform("answer-opinion", "answer_opinion", args, _("答复记下了"));
    if (!answer?.ok) return;
    forget(`answer-opinion:${opinion}`);
    closeSheet();
  };
  return (
    <Sheet
      title={_("答复意见")}
      id="answer-opinion"
      submit={_("记下答复")}
      onSubmit={send}
      missing={takenUp.value && reason.value.trim() ? undefined : _("请选采纳不采纳，再写为什么。")}
    >
      {about && <p class="lead">{about.by ? _("{name}：{reason}", { name: about.by, reason: about.text }) : about.text}</p>}
      <OneOf label={_("采纳不采纳")} name="taken-up" value={takenUp} options={options(TAKEN_UP, takenUpWord)} />
      <Text label={_("为什么")} value={reason} max={500} lines={3} first />
    </Sheet>
  );
}
