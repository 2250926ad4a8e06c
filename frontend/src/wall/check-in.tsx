/** Before the opening: how to come in, who is here, what is still missing. */
import { _, dateWithWeekday, spacedCode, time } from "../live/messages";
import { page } from "../live/page";
import type { Board } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";
import { groupsOf } from "../parts/order";
import { joinAddress, Qr } from "./qr";
import { rulesNow } from "./rules";

/** More seats than this are told by the number alone. */
const DOTS_SHOWN = 12;

function Group({ label, present, expected }: { label: string; present: number; expected: number }) {
  return (
    <tr class={present >= expected ? "arrived" : ""}>
      <th scope="row">{label}</th>
      <td class="dots" aria-hidden="true">
        {expected <= DOTS_SHOWN &&
          Array.from({ length: expected }, (_item, index) => <i key={index} class={index < present ? "here" : ""} />)}
      </td>
      <td class="numbers">{_("{present} / {expected}", { present, expected })}</td>
    </tr>
  );
}

/** What the meeting still waits for. The first sentences count most; each group's own gap stands in the table, too. */
function Missing({ board: { quorum }, level }: { board: Board; level: number }) {
  if (quorum.met) {
    return (
      <p class="missing missing-none">
        <Icon name="for" /> {_("人数够了，可以开会。")}
      </p>
    );
  }
  const shown = level < 4 ? quorum.missing : quorum.missing.slice(0, 2);
  return (
    <ul class={level === 3 ? "missing missing-two" : "missing"}>
      {shown.map((sentence) => (
        <li key={sentence}>
          <Icon name="warning" /> {sentence}
        </li>
      ))}
    </ul>
  );
}

export function CheckIn({ board }: { board: Board }) {
  const { session, quorum } = board;
  const { host, path } = joinAddress();
  return (
    <main class="moment check-in">
      <section class="check-in-door">
        <Qr />
        <p class="check-in-how">{_("手机扫码签到，或者打开")}</p>
        <p class="check-in-address">
          {host}
          {/* A long address breaks here. */}
          <wbr />
          {path}
        </p>
        <p class="check-in-code">
          {_("会议码")} <b class="numbers">{spacedCode(page.code)}</b>
        </p>
        <p class="check-in-paper">{_("没有手机，请到签到处。")}</p>
      </section>
      <Fit levels={6} of={JSON.stringify([session, quorum, board.rules])} class="check-in-hall">
        {(level) => (
          <>
            {level < 5 && <h2>{session.title}</h2>}
            {level < 4 && (
              <p class="check-in-when">
                {session.planned_at && `${dateWithWeekday(session.planned_at)} ${time(session.planned_at)} · `}
                {session.place}
              </p>
            )}
            <table class="arrivals">
              <caption>
                {_("到会 {present} 人，应到 {expected} 人", { present: quorum.present, expected: quorum.expected })}
              </caption>
              <tbody>
                {groupsOf(board).map((group) => (
                  <Group key={group.id} {...group} />
                ))}
              </tbody>
            </table>
            <Missing board={board} level={level} />
            {rulesNow(board)
              .slice(0, Math.max(0, 2 - level))
              .map((rule) => (
                <p key={rule.no} class="check-in-rule">
                  <b>{_("规则 {no}", { no: rule.no })}</b> {rule.text}
                </p>
              ))}
          </>
        )}
      </Fit>
    </main>
  );
}
