// 点名: one click or one seat number a person. "All, then take out who is missing" is staged and sent person by person.
import { useSignal } from "@preact/signals";
import { _ } from "../../live/messages";
import { board } from "../../live/store";
import type { Person } from "../../live/types";
import { Icon } from "../../parts/icons";
import { Act, Refusal } from "../act";
import { perform, refuse } from "../acts";
import { byGroup, seated } from "../people";

const ACT = "record_attendance";

export function Attendance() {
  /** While taking the roll: who will be recorded as present; null when each click is sent at once. */
  const roll = useSignal<ReadonlySet<string> | null>(null);
  const isHere = (seat: string, person: Person) => roll.value?.has(seat) ?? person.present;
  const flip = async (seat: string, person: Person) => {
    if (!roll.value) return void (await perform(ACT, "record_attendance", { seat, present: !person.present }));
    const next = new Set(roll.value);
    if (!next.delete(seat)) next.add(seat);
    roll.value = next;
  };
  const changed = seated().filter(([seat, person]) => isHere(seat, person) !== person.present);
  const sendRoll = async () => {
    for (const [seat, person] of changed) {
      const answer = await perform(ACT, "record_attendance", { seat, present: !person.present });
      if (!answer?.ok) return; // what was not sent stays marked
    }
    roll.value = null;
  };
  return (
    <>
      <div class="count-foot top">
        <ByNumber mark={flip} />
        {roll.value === null ? (
          <Act
            id="roll"
            label={_("全部到会，再去掉没来的")}
            hotkey="g"
            run={() => {
              roll.value = new Set(seated().map(([seat]) => seat));
            }}
          />
        ) : (
          <>
            <Act
              id="send-roll"
              look="primary"
              label={_("记下 {n} 人的变化", { n: changed.length })}
              run={sendRoll}
              whyNot={changed.length === 0 ? _("没有变化。") : undefined}
            />
            <Act
              id="drop-roll"
              look="quiet"
              label={_("算了")}
              run={() => {
                roll.value = null;
              }}
            />
          </>
        )}
        <Refusal of={ACT} />
      </div>
      {roll.value && <p class="banner">{_("还没有记下。点名字去掉没来的人，再按「记下」。")}</p>}
      {byGroup().map((group) => (
        <section key={group.label}>
          <h2 class="group-name">{group.label}</h2>
          <ul class="roll">
            {group.people.map(([seat, person]) => (
              <li key={seat}>
                <button
                  type="button"
                  aria-pressed={isHere(seat, person)}
                  class={isHere(seat, person) === person.present ? "" : "changed"}
                  onClick={() => flip(seat, person)}
                >
                  <Icon name={isHere(seat, person) ? "for" : "leave"} />
                  <span>
                    {person.name}
                    <small>
                      {seat} · {isHere(seat, person) ? _("到了") : _("没到")}
                    </small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function ByNumber({ mark }: { mark: (seat: string, person: Person) => void }) {
  const typed = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    const wanted = typed.value.trim().toLowerCase();
    const found = seated().find(
      ([seat, person]) => seat.toLowerCase() === wanted || person.name === typed.value.trim(),
    );
    if (!found || !board.value) return refuse(ACT, _("没有「{text}」这个席号或名字。", { text: typed.value.trim() }));
    typed.value = "";
    mark(...found);
  };
  return (
    <form class="by-number" onSubmit={submit}>
      <label for="by-number">{_("席号或名字，回车改一下")}</label>
      <input
        id="by-number"
        class="input"
        type="text"
        autocomplete="off"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
    </form>
  );
}
