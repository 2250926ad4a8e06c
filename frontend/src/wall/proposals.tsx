/** 讨论方案: the one at hand large, the others smaller the further away they are. */
import { _, circled, dated, list } from "../live/messages";
import type { AmendmentStatus, Board, ObjectionStatus, Proposal } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";
import { type Identified, proposalsOf } from "../parts/order";
import { Standing } from "../parts/outcome";
import { objectionWord } from "../parts/words";
import { LENGTHS, shorten } from "./shorten";
import { Thumb, topicPhotos } from "./photo";

/** More would be too small to be made out. */
const PHOTOS_SHOWN = 2;
/** In characters: two lines of the largest letters. */
const LONG_TITLE = 30;

type Size = "large" | "card" | "line";

/** Most worth seeing first: the one on the table, then this topic's, then the newest of the others. */
function byInterest(board: Board): Identified<Proposal>[] {
  const { proposal, topic } = board.now;
  const rank = (one: Identified<Proposal>): number => (one.id === proposal ? 0 : one.topic === topic ? 1 : 2);
  return proposalsOf(board)
    .filter((one) => one.status !== "withdrawn")
    .sort((a, b) => rank(a) - rank(b) || b.no - a.no);
}

/** Whether there is anything to show for the topic at hand; between two topics, for any. */
export function hasProposals(board: Board): boolean {
  return proposalsOf(board, board.now.topic).some((one) => one.status !== "withdrawn");
}

/** Those that there is no room for. */
function Folded({ proposals }: { proposals: Proposal[] }) {
  if (proposals.length === 0) return null;
  const adopted = proposals.filter((one) => one.status === "adopted").length;
  return <p class="more">{_("另有 {count} 条方案，其中 {adopted} 条通过", { count: proposals.length, adopted })}</p>;
}

const UNDECIDED: readonly AmendmentStatus[] = ["proposed", "seconded", "debating", "voting"];
const UNANSWERED: readonly ObjectionStatus[] = ["raised", "seconded"];

/** The amendment that is debated instead of the proposal it hangs on. */
function AmendmentAtHand({ text }: { text: string }) {
  return (
    <p class="piece piece-amendment piece-now">
      <b>
        <Icon name="amend" /> {_("正在议这条修改")}
      </b>
      {text}
    </p>
  );
}

/** What stands in the way of a vote: open amendments and objections. */
function Pieces({ proposal, atHand, length }: { proposal: Proposal; atHand: string | undefined; length: number }) {
  const amendments = Object.entries(proposal.amendments ?? {}).filter(
    ([id, one]) => id !== atHand && UNDECIDED.includes(one.status),
  );
  const objections = Object.entries(proposal.objections ?? {}).filter(([, one]) => UNANSWERED.includes(one.status));
  return (
    <>
      {amendments.map(([id, one]) => (
        <p key={id} class="piece piece-amendment">
          <b>
            <Icon name="amend" /> {_("修改")}
          </b>
          {shorten(one.text, length)}
        </p>
      ))}
      {objections.map(([id, one]) => (
        <p key={id} class="piece piece-objection">
          <b>
            <Icon name="objection" /> {_("异议")}
          </b>
          {shorten(one.reason, length)}
          <em>{objectionWord(one.status)}</em>
        </p>
      ))}
    </>
  );
}

/** Who brought it in, and whether that is enough to discuss it. */
function origin(proposal: Proposal): string {
  if (proposal.status === "proposed") return _("{name}提出，等一个人附议才讨论。", { name: proposal.by });
  if (proposal.seconds.length === 0) return _("{name}提出", { name: proposal.by });
  return _("{name}提出，{names}附议", { name: proposal.by, names: list(proposal.seconds) });
}

/** Who, when and with what money; a proposal that cannot be done at once says why instead. */
function Facts({ proposal, length }: { proposal: Proposal; length: number }) {
  if (proposal.mark) return <p class="proposal-facts">{shorten(proposal.mark.reason_text, length)}</p>;
  const facts = [proposal.who, dated(proposal.when), proposal.money].filter((fact) => fact !== "");
  return (
    <p class="proposal-facts">
      {facts.map((fact) => (
        <span key={fact}>{shorten(fact, length)}</span>
      ))}
    </p>
  );
}

interface CardProps {
  proposal: Identified<Proposal>;
  size: Size;
  /** The amendment on the table. */
  atHand: string | undefined;
  /** The most characters of any of its texts; the title is always whole. */
  length: number;
}

function Card({ proposal, size, atHand, length }: CardProps) {
  const { mark } = proposal;
  const what = proposal.text || proposal.what;
  // Beside a cut text a long title is smaller, so that more of both can be read.
  const tight = length < Infinity && proposal.title.length > LONG_TITLE;
  // Where it is debated, how the proposal itself stands makes room for it.
  const amendment = proposal.amendments?.[atHand ?? ""];
  const cut = what.length > length || (amendment?.text ?? "").length > length;
  return (
    <li class={`proposal proposal-${size} ${mark ? "proposal-marked" : ""} ${tight ? "proposal-tight" : ""}`}>
      <h3>
        <span class="no">{circled(proposal.no)}</span>
        {proposal.title}
      </h3>
      {!(size === "large" && amendment) && (
        <div class="proposal-state">
          {size === "large" && !mark && <span class="proposal-origin">{origin(proposal)}</span>}
          <Standing proposal={proposal} landing={size !== "line"} />
        </div>
      )}
      {size === "large" && <p class="proposal-what">{shorten(what, length)}</p>}
      {size !== "line" && <Facts proposal={proposal} length={length} />}
      {size !== "line" && amendment && <AmendmentAtHand text={shorten(amendment.text, length)} />}
      {size === "large" && <Pieces proposal={proposal} atHand={atHand} length={length} />}
      {size !== "line" && cut && <p class="proposal-whole">{_("全文在手机上")}</p>}
    </li>
  );
}

/**
 * How the proposals are shown at a level: the least interesting fold into a line one by one, then into a count; then
 * the texts of the one at hand are cut, and at last it gives up its details. A proposal of this topic that this meeting
 * cannot decide says why for longer than the others.
 */
function sizesAt(level: number, count: number, keepsReason: boolean): Size[] {
  const others = count - 1;
  const whole = others * 2 + LENGTHS.length - 1;
  const folded = Math.min(level, others);
  const gone = Math.min(Math.max(0, level - others), others);
  const first: Size = level > whole ? (level > whole + 1 ? "line" : "card") : "large";
  const kept = Number(keepsReason && level < others * 2 - 1);
  const rest = Array.from({ length: others - gone }, (_item, index): Size =>
    index < Math.max(others - folded, kept) ? "card" : "line",
  );
  return [first, ...rest];
}

/** Nothing proposed yet: what a proposal has to say, and what it is all about. */
function NothingYet({ board }: { board: Board }) {
  const photos = topicPhotos(board).slice(0, PHOTOS_SHOWN);
  return (
    <div class="nothing-yet">
      <div class="empty">
        <p>{_("还没有方案。想到办法就提出来，说清四件事：")}</p>
        <ol>
          <li>{_("做什么")}</li>
          <li>{_("谁来做")}</li>
          <li>{_("什么时候做完")}</li>
          <li>{_("钱从哪来")}</li>
        </ol>
      </div>
      {photos.length > 0 && (
        <div class="thumbs">
          {photos.map((photo) => (
            <Thumb key={photo.src} photo={photo} />
          ))}
        </div>
      )}
      <Folded proposals={byInterest(board)} />
    </div>
  );
}

export function Proposals({ board }: { board: Board }) {
  const proposals = byInterest(board);
  const next = proposals[1];
  const keepsReason = next?.mark !== undefined && next.topic === board.now.topic;
  return (
    <section class="column">
      <h2>{_("讨论方案")}</h2>
      {!hasProposals(board) ? (
        <NothingYet board={board} />
      ) : (
        <Fit levels={proposals.length * 2 + LENGTHS.length} of={JSON.stringify([proposals, board.now])} class="proposals">
          {(level) => {
            const sizes = sizesAt(level, proposals.length, keepsReason);
            const length = LENGTHS[Math.max(0, level - (proposals.length - 1) * 2)] ?? Math.min(...LENGTHS);
            // In the order of their numbers, so that none jumps about while another is taken up.
            const shown = proposals
              .slice(0, sizes.length)
              .map((proposal, index) => ({ proposal, size: sizes[index] ?? "line" }))
              .sort((a, b) => a.proposal.no - b.proposal.no);
            return (
              <>
                <ol>
                  {shown.map(({ proposal, size }) => (
                    <Card key={proposal.id} proposal={proposal} size={size} atHand={board.now.amendment} length={length} />
                  ))}
                </ol>
                <Folded proposals={proposals.slice(sizes.length)} />
              </>
            );
          }}
        </Fit>
      )}
    </section>
  );
}
