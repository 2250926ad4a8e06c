// The motion on the table: what, who, when, money; its amendments, objections and mark.
import { _, circled, dated, list } from "../../live/messages";
import type { Amendment, Objection, Proposal } from "../../live/types";
import { StatusChip } from "../../parts/outcome";
import { objectionWord, stampWords } from "../../parts/words";
import { Act } from "../act";
import { groupLabel } from "../people";
import { openSheet } from "../sheet";
import { AnswerSheet, unanswered } from "./answer";
import { Hiding } from "./hide";
import { UnmarkSheet } from "./mark";

interface MotionProps {
  id: string;
  proposal: Proposal;
  /** The amendment that is being debated. */
  amendment?: string | undefined;
}

export function Motion({ id, proposal, amendment }: MotionProps) {
  return (
    <article class="motion">
      <h3>
        <span>
          {circled(proposal.no)} {proposal.title}
        </span>
        <StatusChip status={proposal.status} />
      </h3>
      <p class="by">
        <span>
          {_("{name} 提出", { name: proposal.by })} · {supporters(proposal.seconds)}
        </span>
        <Hiding target={id} hidden={proposal.hidden} />
      </p>
      {proposal.text !== proposal.what && <p class="words">{proposal.text}</p>}
      <dl class="facts">
        <dt>{_("做什么")}</dt>
        <dd>{proposal.what}</dd>
        <dt>{_("谁来做")}</dt>
        <dd>{proposal.who}</dd>
        <dt>{_("何时完")}</dt>
        <dd>{dated(proposal.when)}</dd>
        <dt>{_("钱哪来")}</dt>
        <dd>{proposal.money}</dd>
      </dl>
      {proposal.mark && (
        <div class="beneath mark">
          <div class="line">
            <b>{stampWords(proposal.mark.body, proposal.mark.body_label)}</b>
            {proposal.mark.due && <span>{proposal.mark.due}</span>}
            <Act
              id={`unmark:${id}`}
              look="quiet"
              label={_("去掉标记")}
              run={() => openSheet(() => <UnmarkSheet proposal={id} />)}
            />
          </div>
          <p>{proposal.mark.reason_text}</p>
        </div>
      )}
      {Object.entries(proposal.amendments ?? {}).map(([key, one]) => (
        <AmendmentBox key={key} id={key} amendment={one} onTable={key === amendment} />
      ))}
      {Object.entries(proposal.objections ?? {}).map(([key, one]) => (
        <ObjectionBox key={key} id={key} objection={one} />
      ))}
    </article>
  );
}

function supporters(names: readonly string[]): string {
  return names.length ? _("{names} 附议", { names: list(names) }) : _("还没人附议");
}

function AmendmentBox({ id, amendment, onTable }: { id: string; amendment: Amendment; onTable: boolean }) {
  return (
    <div class="beneath amendment">
      <div class="line">
        <b>{onTable ? _("正在议这条修改") : _("修改")}</b>
        <StatusChip status={amendment.status} />
        <span class="soft">
          {amendment.by} · {supporters(amendment.seconds)}
        </span>
        <Hiding target={id} hidden={amendment.hidden} />
      </div>
      <p>{amendment.text}</p>
      {amendment.new_text && <p>{_("改好以后：{text}", { text: amendment.new_text })}</p>}
      {amendment.reason && <p class="soft">{_("理由：{reason}", { reason: amendment.reason })}</p>}
    </div>
  );
}

function ObjectionBox({ id, objection }: { id: string; objection: Objection }) {
  return (
    <div class="beneath objection">
      <div class="line">
        <b>{_("异议")}</b>
        <span class={`chip ${unanswered(objection) ? "is-waiting" : "is-done"}`}>
          {objectionWord(objection.status)}
        </span>
        <span class="soft">
          {[objection.by, groupLabel(objection.group), supporters(objection.seconds)].filter(Boolean).join(" · ")}
        </span>
        <Hiding target={id} hidden={objection.hidden} />
        {unanswered(objection) && (
          <Act id={`answer:${id}`} label={_("答复")} run={() => openSheet(() => <AnswerSheet objection={id} />)} />
        )}
      </div>
      <p>{objection.reason}</p>
      {objection.response && <p class="soft">{_("答复：{response}", { response: objection.response })}</p>}
    </div>
  );
}
