// Raised hands in the order in which they will be called; a digit or a click gives the floor.
import { _ } from "../../live/messages";
import type { Board, Hand } from "../../live/types";
import { kindWord } from "../../parts/words";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { groupLabel } from "../people";
import { PositionMark } from "../position";
import { openGiveFloor } from "./give-floor";

/** Digits reach nine. */
const WITH_KEY = 9;

export function Queue({ hall }: { hall: Board }) {
  const queue = hall.floor.queue;
  return (
    <section class="panel grow">
      <div class="panel-head">
        <h2>
          {_("举手排队")} {queue.length > 0 && _("{n} 人", { n: queue.length })}
        </h2>
        <span class="end">
          <Act
            id="give_floor"
            look="quiet"
            label={_("请别人发言")}
            hotkey="f"
            whyNot={whyNot("give_floor")}
            run={openGiveFloor}
          />
        </span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={_("举手排队")}>
        {queue.length === 0 && <p class="empty">{_("没有人举手。有人举手，名字会出现在这里。")}</p>}
        <ol class="queue">
          {queue.map((hand, index) => (
            <QueuedHand key={hand.id} hand={hand} place={index + 1} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function QueuedHand({ hand, place }: { hand: Hand; place: number }) {
  const kind = hand.kind ?? "speech";
  const id = `hand:${hand.id}`;
  return (
    <li>
      <Act
        id={id}
        label={_("请 {name} 发言", { name: hand.name })}
        whyNot={whyNot("give_floor")}
        hotkey={place <= WITH_KEY ? String(place) : undefined}
        run={() => perform(id, "give_floor", { hand: hand.id, kind })}
      >
        <b>{hand.name}</b>
        <PositionMark position={hand.position} />
        {hand.first_time && <span class="chip is-adopted">{_("第一次")}</span>}
        <span class="group">
          {[groupLabel(hand.group), kind === "speech" ? "" : kindWord(kind)].filter(Boolean).join(" · ")}
        </span>
      </Act>
    </li>
  );
}
