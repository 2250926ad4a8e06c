/** 附议: what waits for one more person. */
import { _, circled } from "../live/messages";
import { you } from "../live/store";
import type { Board } from "../live/types";
import { Icon } from "../parts/icons";
import { Act } from "./act";

/** Each thing that may be seconded, in words. */
function describe(board: Board, id: string): { kind: string; words: string; by: string } | undefined {
  const proposal = board.proposals[id];
  if (proposal) return { kind: _("新方案"), words: `${circled(proposal.no)} ${proposal.title}`, by: proposal.by };
  for (const candidate of Object.values(board.proposals)) {
    const amendment = candidate.amendments?.[id];
    if (amendment) return { kind: _("修改"), words: amendment.text, by: amendment.by };
    const objection = candidate.objections?.[id];
    if (objection) return { kind: _("异议"), words: objection.reason, by: objection.by };
  }
  return undefined;
}

export function SecondView({ board }: { board: Board }) {
  const waiting = you.value?.second ?? [];
  return (
    <section class="stack">
      <h2>{_("附议")}</h2>
      {waiting.length === 0 && (
        <p class="notice">
          <Icon name="second" /> {_("现在没有等附议的。有人提出来，这里会出现。")}
        </p>
      )}
      {waiting.map((id) => {
        const thing = describe(board, id);
        return (
          thing && (
            <article class="card stack" key={id}>
              <p class="kind">{_("{kind}，{name}提出", { kind: thing.kind, name: thing.by })}</p>
              <h3>{thing.words}</h3>
              <Act what="second" args={{ target: id }} icon="second" label={_("我附议")} primary />
            </article>
          )
        );
      })}
    </section>
  );
}
