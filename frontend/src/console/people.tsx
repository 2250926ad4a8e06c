// Who sits where: by group, present or not. A click opens what can be done for that person.
import { _ } from "../live/messages";
import { board } from "../live/store";
import type { Person } from "../live/types";
import { Icon } from "../parts/icons";
import { groupsOf } from "../parts/order";

/** Everybody with a seat, by seat number. */
export function seated(): [seat: string, person: Person][] {
  return Object.entries(board.value?.people ?? {}).sort(([one], [other]) =>
    one.localeCompare(other, undefined, { numeric: true }),
  );
}

/** Standing members, each interest group, then whoever has no vote. */
export function byGroup(): { label: string; people: [string, Person][] }[] {
  const groups = board.value ? groupsOf(board.value) : [];
  const everybody = seated();
  const inGroup = groups.map(({ id, label }) => ({
    label,
    people: everybody.filter(([, person]) => groupOf(person) === id),
  }));
  const known = new Set(groups.map((group) => group.id));
  const rest = everybody.filter(([, person]) => !known.has(groupOf(person)));
  return [...inGroup, { label: _("列席和工作人员"), people: rest }].filter((group) => group.people.length > 0);
}

function groupOf(person: Person): string {
  return person.chamber === "standing" ? "standing" : (person.group ?? "");
}

export function nameOf(seat: string): string {
  return board.value?.people?.[seat]?.name ?? seat;
}

/** A group's label; the board gives some groups by label already. */
export function groupLabel(group: string | undefined): string {
  return group === undefined ? "" : (board.value?.quorum.by_group[group]?.label ?? group);
}

export function People({ onPick }: { onPick: (seat: string) => void }) {
  return (
    <div class="people">
      {byGroup().map((group) => (
        <section key={group.label}>
          <h3>
            {group.label} {group.people.filter(([, person]) => person.present).length} / {group.people.length}
          </h3>
          <ul>
            {group.people.map(([seat, person]) => (
              <li key={seat}>
                <button type="button" class={person.present ? "" : "away"} onClick={() => onPick(seat)}>
                  <Icon name={person.present ? "for" : "leave"} />
                  <span>
                    {person.name}
                    <Remarks person={person} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Remarks({ person }: { person: Person }) {
  const remarks = [
    person.present ? "" : _("没到"),
    person.warnings ? _("提醒 {n} 次", { n: person.warnings }) : "",
    person.recused ? _("回避") : "",
  ].filter(Boolean);
  return remarks.length ? <small> {remarks.join(" · ")}</small> : null;
}
