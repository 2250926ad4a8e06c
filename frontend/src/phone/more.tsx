/** Everything that is not needed every minute. */
import { useState } from "preact/hooks";
import { bellOn, toggleBell } from "../live/bell";
import { send } from "../live/commands";
import { currentTicket, switchSeat } from "../live/connection";
import { _ } from "../live/messages";
import { page } from "../live/page";
import { you } from "../live/store";
import type { Board } from "../live/types";
import { Icon, type IconName } from "../parts/icons";
import { Act, may } from "./act";
import { show, type View } from "./view";

function Way({ to, icon, label, count = 0 }: { to: View; icon: IconName; label: string; count?: number }) {
  return (
    <button type="button" class="button wide way" onClick={() => show(to)}>
      <Icon name={icon} />
      <span>{label}</span>
      {count > 0 && <b class="count">{count}</b>}
    </button>
  );
}

function Leave() {
  const [asking, setAsking] = useState(false);
  if (may("leave") !== true) return null;
  return asking ? (
    <div class="card stack">
      <p>{_("离开以后不能表决，回来要再签到。现在离开吗？")}</p>
      <button type="button" class="button button-danger wide" onClick={() => void send("leave").then(() => setAsking(false))}>
        <Icon name="leave" />
        {_("现在离开")}
      </button>
      <button type="button" class="button wide" onClick={() => setAsking(false)}>
        {_("不离开")}
      </button>
    </div>
  ) : (
    <button type="button" class="button wide way" onClick={() => setAsking(true)}>
      <Icon name="leave" />
      <span>{_("我要先走")}</span>
    </button>
  );
}

function Seats() {
  if (page.seats.length < 2) return null;
  return (
    <section class="stack">
      <h3>{_("这部手机上的人")}</h3>
      {page.seats.map((seat) => {
        const current = seat.ticket === currentTicket();
        return (
          <button
            type="button"
            key={seat.seat}
            class="button wide way"
            aria-pressed={current}
            onClick={() => {
              if (!current) switchSeat(seat.ticket);
              show("now");
            }}
          >
            <Icon name="person" />
            <span>{seat.name}</span>
            {current && <small>{_("现在是")}</small>}
          </button>
        );
      })}
    </section>
  );
}

export function MoreView({ board }: { board: Board }) {
  const motion = board.now.amendment ?? board.now.proposal;
  return (
    <div class="stack">
      {you.value?.role === "member" && (
        <section class="stack">
          <Way to="second" icon="second" label={_("附议")} count={you.value.second?.length ?? 0} />
          <Way to="amend" icon="amend" label={_("提修改")} />
          <Way to="object" icon="objection" label={_("提异议")} />
          {motion !== undefined && may("request_secret") === true && (
            <Act what="request_secret" args={{ target: motion }} icon="secret" label={_("要求无记名表决")} />
          )}
          {may("move_to_close") === true && <Act what="move_to_close" icon="enough" label={_("说够了，提议结束讨论")} />}
          <Leave />
        </section>
      )}
      <Seats />
      <section class="stack">
        <button type="button" class="button wide way" aria-pressed={bellOn.value} onClick={toggleBell}>
          <Icon name="bell" />
          <span>{bellOn.value ? _("发言到时间响铃：开") : _("发言到时间响铃：关")}</span>
        </button>
        <a class="button wide way" href={page.other_locale.href} lang={page.other_locale.locale}>
          <Icon name="language" />
          <span>{page.other_locale.locale === "en" ? "English" : "中文"}</span>
        </a>
        {page.links.leave && (
          <a class="button wide way" href={page.links.leave}>
            <Icon name="back" />
            <span>{_("把席位从这部手机上去掉")}</span>
          </a>
        )}
      </section>
    </div>
  );
}
