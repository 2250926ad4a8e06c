/** 听证会: the position first, then the reasons; and what became of everybody's opinion. */
import { useState } from "preact/hooks";
import { _, circled } from "../live/messages";
import type { Board, Stance } from "../live/types";
import { Icon } from "../parts/icons";
import { opinionsOf } from "../parts/order";
import { positionWord, STANCES, takenUpWord } from "../parts/words";
import { may } from "./act";
import { Form } from "./form";
import { show } from "./view";

export function OpinionView({ board }: { board: Board }) {
  const [position, setPosition] = useState<Stance | null>(null);
  const topic = board.now.topic;
  const allowed = may("state_opinion");
  return (
    <section class="stack">
      <h2>{_("提意见")}</h2>
      <p class="soft">{_("先选态度，再写理由。散会以前，每一条都会答复采纳不采纳、为什么。")}</p>
      {allowed !== true && <p class="notice">{allowed ?? _("现在还不能提。等主持人开始这个议题。")}</p>}
      <div class="choices">
        {STANCES.map((stance) => (
          <button
            type="button"
            key={stance}
            class={`choice c-${stance}`}
            aria-pressed={position === stance}
            disabled={allowed !== true}
            onClick={() => setPosition(stance)}
          >
            <Icon name={stance} />
            {positionWord(stance)}
          </button>
        ))}
      </div>
      {position !== null && topic !== undefined && (
        <Form
          name={`opinion:${topic}`}
          what="state_opinion"
          fields={[
            { name: "text", label: _("我的意见（{position}）", { position: positionWord(position) }), most: 2000, lines: 5 },
          ]}
          args={({ text = "" }) => ({ position, text: text.trim() })}
          icon="pen"
          button={_("提出来")}
          onDone={() => show("now")}
        />
      )}
    </section>
  );
}

export function Opinions({ board }: { board: Board }) {
  const all = opinionsOf(board, board.now.topic).reverse();
  if (all.length === 0) {
    return (
      <p class="notice">
        <Icon name="pen" />
        <span>{_("还没有意见。说出来，每一条都会答复采纳不采纳、为什么。")}</span>
      </p>
    );
  }
  return (
    <>
      {all.map((opinion) => (
        <article class="card stack" key={opinion.id}>
          <p>
            {circled(opinion.no)} {opinion.text}
          </p>
          <p class="soft">
            {opinion.position && (
              <span class={`c-${opinion.position}`}>
                <Icon name={opinion.position} /> {positionWord(opinion.position)}{" "}
              </span>
            )}
            {opinion.written ? _("{name}的来信", { name: opinion.by ?? "" }) : opinion.by}
          </p>
          <p>
            <b>{takenUpWord(opinion.answer?.taken_up)}</b> {opinion.answer?.reason}
          </p>
        </article>
      ))}
    </>
  );
}
