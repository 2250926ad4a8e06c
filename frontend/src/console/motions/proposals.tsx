// Every proposal of the session in one list, the present topic's first.
import { _, circled } from "../../live/messages";
import type { Board, Proposal } from "../../live/types";
import { type Identified, proposalsOf } from "../../parts/order";
import { StatusChip } from "../../parts/outcome";
import { stampWords } from "../../parts/words";
import { Act } from "../act";
import { openSheet, Sheet } from "../sheet";
import { Hiding } from "./hide";
import { MarkSheet, UnmarkSheet } from "./mark";
import { Motion } from "./motion";

export function Proposals({ hall }: { hall: Board }) {
  const all = proposalsOf(hall);
  const here = (proposal: Proposal) => Number(proposal.topic === hall.now.topic);
  if (all.length === 0) return <p class="empty">{_("还没有方案。有人提出来，就会出现在这里。")}</p>;
  return (
    <ul class="plist">
      {all
        .sort((one, other) => here(other) - here(one))
        .map((proposal) => (
          <Row key={proposal.id} proposal={proposal} />
        ))}
    </ul>
  );
}

function Row({ proposal }: { proposal: Identified<Proposal> }) {
  const { id } = proposal;
  return (
    <li>
      <div class="line">
        <b>
          {circled(proposal.no)} {proposal.title}
        </b>
        <StatusChip status={proposal.status} />
      </div>
      {proposal.mark && <p class="chip is-marked">{stampWords(proposal.mark.body, proposal.mark.body_label)}</p>}
      <div class="acts">
        <Act
          id={`look:${id}`}
          look="quiet"
          label={_("细看")}
          run={() => openSheet(() => <Whole id={id} proposal={proposal} />)}
        />
        {proposal.mark ? (
          <Act
            id={`list-unmark:${id}`}
            look="quiet"
            label={_("去掉标记")}
            run={() => openSheet(() => <UnmarkSheet proposal={id} />)}
          />
        ) : (
          <Act
            id={`list-mark:${id}`}
            look="quiet"
            label={_("不能马上办")}
            run={() => openSheet(() => <MarkSheet suggested={{ proposal: id }} />)}
          />
        )}
        <Hiding target={id} hidden={proposal.hidden} />
      </div>
    </li>
  );
}

function Whole({ id, proposal }: { id: string; proposal: Proposal }) {
  return (
    <Sheet title={_("方案")} wide>
      <Motion id={id} proposal={proposal} />
    </Sheet>
  );
}
