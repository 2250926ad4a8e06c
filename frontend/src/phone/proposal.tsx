import { _, circled, dated, list } from "../live/messages";
import { you } from "../live/store";
import type { Proposal } from "../live/types";
import { Icon } from "../parts/icons";
import type { Identified } from "../parts/order";
import { Standing } from "../parts/outcome";
import { objectionWord } from "../parts/words";
import { Act } from "./act";

/** The four things that a proposal has to say. */
export function Facts({ proposal }: { proposal: Proposal }) {
  const facts = [
    [_("做什么"), proposal.text || proposal.what],
    [_("谁来做"), proposal.who],
    [_("何时完"), dated(proposal.when)],
    [_("钱哪来"), proposal.money],
  ].filter(([, words]) => words);
  return (
    <dl class="facts">
      {facts.map(([label, words]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A button for seconding, where this person may. */
function SecondIt({ id }: { id: string }) {
  if (!you.value?.second?.includes(id)) return null;
  return <Act what="second" args={{ target: id }} icon="second" label={_("我附议")} />;
}

interface CardProps {
  proposal: Identified<Proposal>;
  open?: boolean;
  /** The amendment that is debated instead of the proposal. */
  atHand?: string | undefined;
}

export function ProposalCard({ proposal, open = false, atHand }: CardProps) {
  const { mark } = proposal;
  const amendments = Object.entries(proposal.amendments ?? {})
    .filter(([, one]) => one.status !== "withdrawn")
    .sort(([id], [other]) => Number(other === atHand) - Number(id === atHand));
  const objections = Object.entries(proposal.objections ?? {}).filter(([, one]) => one.status !== "withdrawn");
  return (
    <article class="card stack">
      <div class="proposal-head">
        <h3>
          {circled(proposal.no)} {proposal.title}
        </h3>
        <Standing proposal={proposal} />
      </div>
      {mark && <p class="soft">{mark.reason_text}</p>}
      {open && (
        <>
          <Facts proposal={proposal} />
          <p class="soft">
            {proposal.seconds.length > 0
              ? _("{name}提出，{names}附议", { name: proposal.by, names: list(proposal.seconds) })
              : _("{name}提出", { name: proposal.by })}
          </p>
          <SecondIt id={proposal.id} />
          {amendments.map(([id, one]) => (
            <div class={id === atHand ? "piece piece-amendment piece-now" : "piece piece-amendment"} key={id}>
              <p>
                <b>
                  <Icon name="amend" />{" "}
                  {id === atHand
                    ? _("正在议这条修改（{name}提出）", { name: one.by })
                    : _("{name}的修改", { name: one.by })}
                </b>
                {one.text}
              </p>
              {one.new_text && <p>{_("改好以后：{text}", { text: one.new_text })}</p>}
              <SecondIt id={id} />
            </div>
          ))}
          {objections.map(([id, one]) => (
            <div class="piece piece-objection" key={id}>
              <p>
                <b>
                  <Icon name="objection" /> {_("{name}的异议", { name: one.by })}
                </b>
                {one.reason}
              </p>
              <p class="soft">
                {objectionWord(one.status)}
                {one.response && _("：{response}", { response: one.response })}
              </p>
              <SecondIt id={id} />
            </div>
          ))}
        </>
      )}
    </article>
  );
}
