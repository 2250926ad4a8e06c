// 数手: a row a group. Five unanimous groups are five times A and one Enter.
import { useEffect, useRef } from "preact/hooks";
import { _, list, number } from "../../live/messages";
import { you } from "../../live/store";
import type { Board, GroupCount, Vote } from "../../live/types";
import { Icon } from "../../parts/icons";
import { choiceWord, motionWord } from "../../parts/words";
import { Act } from "../act";
import { perform, said, whyNot } from "../acts";
import {
  allFor,
  asCounts,
  asRow,
  type Box,
  BOXES,
  type Counts,
  difference,
  EMPTY,
  filled,
  type Row,
  settled,
} from "../count";
import { draft } from "../drafts";
import { goTo, isTyping, Stepper } from "./stepper";

/** What was entered for a group, and how many hands were expected then. */
interface Entry {
  row: Row;
  expected: number;
}
type Entries = Readonly<Record<string, Entry>>;

export function CountTab({ hall }: { hall: Board }) {
  const count = you.value?.count;
  const vote = count && hall.votes[count.vote];
  if (!count || !vote) return <p class="empty">{_("现在没有表决。表决一开始，这里就是记票的表。")}</p>;
  if (!countedByHand(vote)) return <p class="empty">{_("这次不数手。没有手机的人用纸票，请按 3 到「纸票」里记。")}</p>;
  return <CountGrid key={count.vote} id={count.vote} vote={vote} groups={count.groups} />;
}

/** Raised hands show who voted what: only an open vote is counted by hand. */
export function countedByHand(vote: Vote): boolean {
  return vote.method === "show_of_hands" || (vote.method === "online" && vote.secrecy === "open");
}

function CountGrid({ id, vote, groups }: { id: string; vote: Vote; groups: GroupCount[] }) {
  const grid = useRef<HTMLDivElement>(null);
  const entries = draft<Entries>(`count:${id}`, saved(vote));
  const rowOf = (group: GroupCount) => rowIn(entries.value, group);
  const set = (group: GroupCount, row: Row) => {
    entries.value = { ...entries.value, [group.group]: { row, expected: group.remaining } };
    said.value = ""; // what was saved is not what stands here any more
  };
  const firstOpen = () => groups.find((group) => !settled(rowOf(group), group.remaining));
  const goOn = () => {
    const open = firstOpen();
    goTo(grid.current, open ? `${open.group}:for` : "save");
  };
  // Whoever is counting has the keyboard at once; a text being typed elsewhere is not torn away, nor are the arrows
  // that walk along the tabs.
  useEffect(() => {
    if (!isTyping() && !document.activeElement?.matches("[role=tab][aria-selected=true]:focus-visible")) goOn();
  }, []);

  const enter = (group: GroupCount, box: Box) => {
    // A row that is still empty in this box stays: Enter alone is not a count.
    const next = BOXES[BOXES.indexOf(box) + 1];
    if (settled(rowOf(group), group.remaining)) goOn();
    else if (next && rowOf(group)[box] !== null) goTo(grid.current, `${group.group}:${next}`);
  };
  const unanimous = (group: GroupCount) => {
    set(group, allFor(group.remaining));
    goOn();
  };
  return (
    <div ref={grid}>
      <h2>{_("数手：{title}", { title: vote.title })}</h2>
      <p class="soft">
        {motionWord(vote.motion)} · {_("数字直接打，回车往下走，↑↓ 加减一；一方全部赞成按 A。")}
      </p>
      <table class="count">
        <thead>
          <tr>
            <th scope="col">{_("哪一方")}</th>
            <th scope="col" class="center">
              {_("应举手")}
            </th>
            {BOXES.map((box) => (
              <th key={box} scope="col">
                <Icon name={box} /> {choiceWord(box)}
              </th>
            ))}
            <th scope="col">{_("对不对得上")}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow
              key={group.group}
              group={group}
              row={rowOf(group)}
              outdated={isOutdated(entries.value[group.group], group)}
              set={(row) => set(group, row)}
              enter={(box) => enter(group, box)}
              unanimous={() => unanimous(group)}
            />
          ))}
        </tbody>
      </table>
      <Foot id={id} vote={vote} groups={groups} rowOf={rowOf} />
    </div>
  );
}

/** The hands as they were last saved: as many were expected as were counted. */
function saved(vote: Vote): Entries {
  const entries: Record<string, Entry> = {};
  for (const [group, [yes, no, abstain]] of Object.entries(vote.hands ?? {})) {
    entries[group] = { row: asRow([yes, no, abstain]), expected: yes + no + abstain };
  }
  return entries;
}

/** Figures for another number of people must never seem to add up: somebody has voted otherwise since. */
function isOutdated(entry: Entry | undefined, { remaining }: GroupCount): boolean {
  return entry !== undefined && entry.expected !== remaining && BOXES.some((box) => entry.row[box] !== null);
}

function rowIn(entries: Entries, group: GroupCount): Row {
  const entry = entries[group.group];
  return entry && !isOutdated(entry, group) ? entry.row : EMPTY;
}

interface GroupRowProps {
  group: GroupCount;
  row: Row;
  /** The number of people changed after they had been counted. */
  outdated: boolean;
  set: (row: Row) => void;
  enter: (box: Box) => void;
  unanimous: () => void;
}

function GroupRow({ group, row, outdated, set, enter, unanimous }: GroupRowProps) {
  const whole = filled(row, group.remaining);
  const done = settled(row, group.remaining) !== null;
  const onLetter = (letter: string) => {
    if (letter !== "a") return false;
    unanimous();
    return true;
  };
  return (
    <tr class={done ? "done" : ""}>
      <th scope="row">
        {group.label}
        <small>
          {group.phone > 0 && _("手机已投 {n} 人。", { n: group.phone })}
          {group.waiting.length > 0 && list(group.waiting.map((person) => person.name))}
        </small>
      </th>
      <td class="number">{number(group.remaining)}</td>
      {BOXES.map((box) => (
        <td key={box}>
          <Stepper
            label={`${group.label} ${choiceWord(box)}`}
            value={row[box]}
            inferred={whole[box]}
            cell={`${group.group}:${box}`}
            onChange={(value) => set({ ...row, [box]: value })}
            onEnter={() => enter(box)}
            onLetter={onLetter}
          />
        </td>
      ))}
      <td class="result">
        <Verdict row={row} people={group.remaining} outdated={outdated} />
        {!done && (
          <button type="button" class="quiet" tabIndex={-1} onClick={unanimous}>
            {_("一致赞成")}
            <kbd aria-hidden="true">A</kbd>
          </button>
        )}
      </td>
    </tr>
  );
}

function Verdict({ row, people, outdated }: { row: Row; people: number; outdated: boolean }) {
  if (settled(row, people))
    return (
      <p class="verdict good">
        <Icon name="for" />
        {_("对上了")}
      </p>
    );
  if (outdated)
    return (
      <p class="verdict bad sentence" role="status">
        {_("应举手的人数变了，请再数。")}
      </p>
    );
  const off = difference(row, people);
  if (BOXES.every((box) => row[box] === null)) return <p class="verdict open">{_("还没记")}</p>;
  return <p class="verdict bad">{off > 0 ? _("多 {n} 人", { n: off }) : _("少 {n} 人", { n: -off })}</p>;
}

interface FootProps {
  id: string;
  vote: Vote;
  groups: GroupCount[];
  rowOf: (group: GroupCount) => Row;
}

function Foot({ id, vote, groups, rowOf }: FootProps) {
  const counts: Record<string, Counts> = {};
  const total: Counts = [0, 0, 0];
  let open = 0;
  for (const group of groups) {
    const counted = settled(rowOf(group), group.remaining);
    if (!counted) open += 1;
    else counts[group.group] = counted;
    asCounts(filled(rowOf(group), group.remaining)).forEach((people, index) => {
      total[index as 0 | 1 | 2] += people;
    });
  }
  const isSaved =
    vote.hands !== undefined &&
    Object.keys(counts).every((group) => String(counts[group]) === String(vote.hands?.[group] ?? [0, 0, 0]));
  const save = async () => {
    await perform("enter_count", "enter_count", { vote: id, counts }, _("记票保存好了"));
  };
  const [yes, no, abstain] = total;
  return (
    <div class="count-foot">
      <p class="total">{_("合计：赞成 {yes}，反对 {no}，弃权 {abstain}", { yes, no, abstain })}</p>
      <span data-cell="save">
        <Act
          id="enter_count"
          look="primary"
          label={vote.hands ? _("改成这个票数") : _("记票")}
          run={save}
          explain
          whyNot={open > 0 ? _("还有 {n} 方没有对上，对上了才能记。", { n: open }) : whyNot("enter_count")}
        />
      </span>
      {vote.hands &&
        (isSaved && open === 0 ? (
          <p class="saved" role="status">
            <Icon name="for" />
            {_("保存好了。表决结束前还可以改。")}
          </p>
        ) : (
          <p class="verdict bad" role="status">
            {_("改过了，还没有保存。")}
          </p>
        ))}
    </div>
  );
}
