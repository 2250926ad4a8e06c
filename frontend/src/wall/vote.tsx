/** An open vote takes the whole wall. */
import { _, circled } from "../live/messages";
import { pulse } from "../live/store";
import type { Board, Method, Secrecy, Vote } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon, type IconName } from "../parts/icons";
import { findAmendment } from "../parts/order";
import { motionWord, secrecyWord } from "../parts/words";
import { LENGTHS, shorten } from "./shorten";

const METHOD_ICONS: Record<Method, IconName> = {
  show_of_hands: "hand",
  paper_open: "note",
  paper_secret: "secret",
  online: "phone",
};

function howTo(method: Method): string {
  return {
    show_of_hands: _("请举手：先数赞成，再数反对，最后数弃权。"),
    paper_open: _("请在票上写名字、打勾，交到计票处。"),
    paper_secret: _("请到一边填票，折好，投进票箱。不写名字。"),
    online: _("请在手机上点：赞成、反对或弃权。结束前可以改。"),
  }[method];
}

/** What people without a phone do while the others vote by phone: their way must keep the vote as open or as closed. */
function withoutPhone(secrecy: Secrecy): string {
  return secrecy === "open" ? _("没有手机的请举手，由工作人员记。") : _("没有手机的请向工作人员领纸票。");
}

/** Hands are counted by people; a bar of phones would then say that almost nobody has voted. */
function Turnout({ id, vote }: { id: string; vote: Vote }) {
  const voted = Math.min(pulse.value?.turnout[id] ?? 0, vote.eligible);
  if (vote.method !== "online" && voted === 0) {
    return <p class="vote-eligible">{_("有表决权的到会 {count} 人", { count: vote.eligible })}</p>;
  }
  const left = vote.eligible - voted;
  return (
    <div class="turnout">
      <p>
        <span>{_("已投 {count} 人", { count: voted })}</span>
        <span>{left > 0 ? _("还有 {count} 人", { count: left }) : _("都投了")}</span>
      </p>
      <div class="turnout-bar" aria-hidden="true">
        <span style={{ flexGrow: voted }} />
        <i style={{ flexGrow: left }} />
      </div>
    </div>
  );
}

/** What is decided, beyond its title: the proposal's text, or what it will be once it is amended. */
function targetText(board: Board, target: string): string {
  const proposal = board.proposals[target];
  if (proposal) return proposal.text || proposal.what;
  const changed = findAmendment(board, target)?.amendment.new_text;
  return changed ? _("改好以后：{text}", { text: changed }) : "";
}

/** Letters get smaller first; then the text is cut and left out; smaller still only where the title alone is too long. */
const STEPS: readonly { scale: number; length: number }[] = [
  ...[0, 1, 2].map((scale) => ({ scale, length: Infinity })),
  ...[...LENGTHS.slice(1), 0].map((length) => ({ scale: 3, length })),
  ...[...LENGTHS.slice(3), 0].map((length) => ({ scale: 4, length })),
];
const SHORTEST = Math.min(...LENGTHS);

export function OpenVote({ board, id, vote }: { board: Board; id: string; vote: Vote }) {
  const text = targetText(board, vote.target);
  const amended = findAmendment(board, vote.target);
  const mark = board.proposals[vote.target]?.mark;
  return (
    <main class="moment vote">
      <Fit levels={STEPS.length} of={JSON.stringify([vote, text])} class="moment-fit">
        {(level) => {
          const { scale, length } = STEPS[level] ?? { scale: 0, length: Infinity };
          // An amendment's title is its text, which may be as long as any.
          const title = amended ? shorten(vote.title, Math.max(length, SHORTEST)) : vote.title;
          const shown = length > 0 && text !== vote.title ? shorten(text, length) : "";
          const cut = title !== vote.title || (shown !== "" && shown !== text);
          return (
            <div class={`scale-${scale}`}>
              <p class="moment-kind">
                <Icon name={METHOD_ICONS[vote.method]} />{" "}
                <span>
                  {amended
                    ? _("修改方案 {no} {title}", { no: circled(amended.proposal.no), title: amended.proposal.title })
                    : motionWord(vote.motion)}
                </span>
                {vote.secrecy !== "open" && <em>{secrecyWord(vote.secrecy)}</em>}
              </p>
              <h2>{title}</h2>
              {(shown !== "" || cut) && (
                <p class="vote-text">
                  {shown} {cut && <b>{_("全文在手机上")}</b>}
                </p>
              )}
              {vote.motion === "referral" && mark && scale < 2 && <p class="vote-text">{mark.reason_text}</p>}
              <p class="vote-how">
                {howTo(vote.method)}
                {vote.method === "online" && <span>{withoutPhone(vote.secrecy)}</span>}
              </p>
              <Turnout id={id} vote={vote} />
              <p class="vote-rule">{vote.rule}</p>
            </div>
          );
        }}
      </Fit>
    </main>
  );
}
