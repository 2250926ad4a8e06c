import type { Mark, Outcome, Proposal, ProposalStatus } from "../live/types";
import { Icon, type IconName } from "./icons";
import { proposalWord, stampWords, statusIcon } from "./words";
import { _ } from "../live/messages";

export function StatusChip({ status }: { status: ProposalStatus }) {
  return (
    <span class={`chip is-${status}`}>
      <Icon name={statusIcon(status)} />
      {proposalWord(status)}
    </span>
  );
}

/** 需居民会议决定. `landing` lets it come down once, calmly. */
export function Stamp({ mark, landing = false }: { mark: Mark; landing?: boolean }) {
  return <strong class={landing ? "stamp stamp-landing" : "stamp"}>{stampWords(mark.body, mark.body_label)}</strong>;
}

/** How a proposal stands: who has to decide it instead, and whether handing it on was voted down. */
export function Standing({ proposal: { mark, status }, landing = false }: { proposal: Proposal; landing?: boolean }) {
  if (!mark) return <StatusChip status={status} />;
  return (
    <span class="standing">
      {status === "not_adopted" && <StatusChip status={status} />}
      <Stamp mark={mark} landing={landing} />
    </span>
  );
}

const OUTCOME_ICONS: Record<Outcome, IconName> = {
  adopted: "for",
  not_adopted: "against",
  tie_not_adopted: "middle",
  contested: "warning",
  referred: "forward",
};

export function outcomeWord(outcome: Outcome): string {
  return {
    adopted: _("通过"),
    not_adopted: _("没有通过"),
    tie_not_adopted: _("票数相等，没有通过"),
    contested: _("还没有共识"),
    referred: _("同意提交上会"),
  }[outcome];
}

export function OutcomeLine({ outcome }: { outcome: Outcome }) {
  return (
    <p class={`outcome is-${outcome}`}>
      <Icon name={OUTCOME_ICONS[outcome]} />
      {outcomeWord(outcome)}
    </p>
  );
}
