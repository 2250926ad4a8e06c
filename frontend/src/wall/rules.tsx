/** 议事规则: those that matter now, as many and as much of them as fit. */
import { _ } from "../live/messages";
import type { Board, Rule } from "../live/types";
import { Fit } from "../parts/fit";

/** Most needed first. The numbers are those of the rules on the wall. */
const CHECK_IN = [2, 1];
const DEBATE = [6, 8, 9, 7, 11, 4, 5, 3];
const AMENDMENT = [10, 6, 8, 9, 11, 7];
const VOTE = [13, 14, 16];
const CLOSE = [17, 18];

function needed(board: Board): readonly number[] {
  const { session, now, floor } = board;
  if (session.status === "check_in" || session.status === "inquorate") return CHECK_IN;
  if (session.status === "closed") return CLOSE;
  if (now.vote !== undefined) return VOTE;
  if (now.amendment !== undefined) return AMENDMENT;
  if (floor.closed || now.result !== undefined) return [...VOTE, ...CLOSE];
  return DEBATE;
}

export function rulesNow(board: Board): Rule[] {
  const order = needed(board);
  return board.rules
    .filter((rule) => order.includes(rule.no))
    .sort((a, b) => order.indexOf(a.no) - order.indexOf(b.no));
}

/** The first sentence says the rule; the rest explains it. */
function firstSentence(text: string): string {
  return /^.+?(?=[。；;]|\. |\.$)/.exec(text)?.[0] ?? text;
}

export function Rules({ board }: { board: Board }) {
  const rules = rulesNow(board);
  return (
    <section class="column">
      <h2>{_("议事规则")}</h2>
      <Fit levels={rules.length + 1} of={JSON.stringify([rules, board.now.note])} class="rules">
        {(level) => {
          const kept = rules.slice(0, rules.length - Math.max(0, level - 1));
          return (
            <ol>
              {kept
                .sort((a, b) => a.no - b.no)
                .map((rule) => (
                  <li key={rule.no}>
                    <b class="numbers">{rule.no}</b>
                    <span>{level === 0 ? rule.text : firstSentence(rule.text)}</span>
                  </li>
                ))}
            </ol>
          );
        }}
      </Fit>
    </section>
  );
}
