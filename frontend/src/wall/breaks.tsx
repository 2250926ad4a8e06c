/** When nothing is being discussed: the recess, and the close. */
import { secondsUntil } from "../live/clock";
import { _, circled, minutesAndSeconds, time } from "../live/messages";
import type { Board } from "../live/types";
import { Fit } from "../parts/fit";
import { proposalsOf, topicsOf } from "../parts/order";
import { Standing } from "../parts/outcome";
import { rulesNow } from "./rules";
import { shorten } from "./shorten";

/** Characters of a mark's reason on the closing wall: two lines. */
const REASON_SHOWN = 80;

function Countdown({ until }: { until: string }) {
  const left = secondsUntil(until);
  if (left === null) return null;
  return left > 0 ? (
    <p class="recess-clock numbers">{minutesAndSeconds(left)}</p>
  ) : (
    <p class="recess-clock">{_("请回座位")}</p>
  );
}

export function Recess({ board }: { board: Board }) {
  const until = board.session.recess_until;
  const next = topicsOf(board).find((topic) => topic.status === "waiting");
  return (
    <main class="moment recess">
      <h2>{_("休息一下")}</h2>
      {until && <Countdown until={until} />}
      {until && <p class="recess-until">{_("{time} 继续", { time: time(until) })}</p>}
      {next && <p class="recess-next">{_("接下来议：{title}", { title: next.title })}</p>}
    </main>
  );
}

export function Closed({ board }: { board: Board }) {
  const proposals = proposalsOf(board).filter((proposal) => proposal.status !== "withdrawn");
  const sizes = 4;
  return (
    <main class="moment closed">
      <h2>
        {board.session.status === "inquorate" ? _("人数不够，今天不表决") : _("散会了，谢谢大家")}
      </h2>
      <Fit levels={2 * sizes + proposals.length} of={JSON.stringify(proposals)} class="closed-list">
        {(level) => {
          // Why each one could not be decided here stays in every size before it goes.
          const withReasons = level < sizes;
          const step = withReasons ? level : level - sizes;
          const hidden = Math.max(0, step - sizes + 1);
          return (
            <>
              <ol class={`scale-${Math.min(step, sizes - 1)}`}>
                {proposals.slice(0, proposals.length - hidden).map((proposal) => (
                  <li key={proposal.id}>
                    <span>
                      {circled(proposal.no)} {proposal.title}
                      {withReasons && proposal.mark && (
                        <small class="closed-reason">{shorten(proposal.mark.reason_text, REASON_SHOWN)}</small>
                      )}
                    </span>
                    <Standing proposal={proposal} />
                  </li>
                ))}
              </ol>
              {hidden > 0 && <p class="more">{_("另有 {count} 条，见会议纪要", { count: hidden })}</p>}
            </>
          );
        }}
      </Fit>
      <div class="closed-next">
        {rulesNow(board).map((rule) => (
          <p key={rule.no}>{rule.text}</p>
        ))}
      </div>
    </main>
  );
}
