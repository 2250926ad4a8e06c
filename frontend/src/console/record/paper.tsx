// 纸票: hand ballots to seats, then count what came back. The sums are said in words before they are sent.
import { useRef } from "preact/hooks";
import { _ } from "../../live/messages";
import { you } from "../../live/store";
import type { Board, GroupCount, Vote } from "../../live/types";
import { Icon } from "../../parts/icons";
import { choiceWord } from "../../parts/words";
import { Act } from "../act";
import { perform, said, whyNot } from "../acts";
import { asCounts, asRow, type Box, BOXES, type Counts, EMPTY, paperSums, type Row } from "../count";
import { draft } from "../drafts";
import { SomeOf } from "../fields";
import { goTo, Stepper } from "./stepper";

type Sheets = Readonly<Record<"issued" | "returned" | "invalid", number | null>>;

export function PaperTab({ hall }: { hall: Board }) {
  const count = you.value?.count;
  const vote = count && hall.votes[count.vote];
  if (!count || !vote) return <p class="empty">{_("现在没有表决。表决开始以后，在这里发纸票、记纸票。")}</p>;
  if (vote.method === "show_of_hands") return <p class="empty">{_("这次是举手表决，不用纸票。")}</p>;
  return (
    <>
      <h2>{_("纸票：{title}", { title: vote.title })}</h2>
      <div class="paper">
        <PaperCount key={`count:${count.vote}`} id={count.vote} vote={vote} groups={count.groups} />
        <Issue key={`issue:${count.vote}`} id={count.vote} groups={count.groups} />
      </div>
    </>
  );
}

function Issue({ id, groups }: { id: string; groups: GroupCount[] }) {
  const chosen = draft<readonly string[]>(`issue:${id}`, []);
  const sheets = draft<Sheets>(`paper:${id}:sheets`, { issued: null, returned: null, invalid: 0 });
  const people = groups.map((group) =>
    group.waiting.map(({ seat, name }) => ({ value: seat, label: `${name} ${seat}` })),
  );
  const waiting = ([] as { value: string; label: string }[]).concat(...people);
  const send = async () => {
    const seats = chosen.value;
    const answer = await perform(
      "issue_paper",
      "issue_paper",
      { vote: id, seats },
      _("发了 {n} 张，他们的手机不能再投", { n: seats.length }),
    );
    if (!answer?.ok) return;
    sheets.value = { ...sheets.value, issued: (sheets.value.issued ?? 0) + seats.length };
    chosen.value = [];
  };
  if (waiting.length === 0) return null;
  return (
    <div class="issue">
      <SomeOf label={_("把纸票发给谁")} hint={_("领了纸票的人，手机就不能再投。")} value={chosen} options={waiting} />
      <Act
        id="issue-all"
        look="quiet"
        label={_("全选")}
        run={() => {
          chosen.value = waiting.map((person) => person.value);
        }}
      />
      <Act
        id="issue_paper"
        label={_("发给这 {n} 位", { n: chosen.value.length })}
        run={send}
        whyNot={chosen.value.length === 0 ? _("请先勾选人。") : whyNot("issue_paper")}
      />
    </div>
  );
}

function PaperCount({ id, vote, groups }: { id: string; vote: Vote; groups: GroupCount[] }) {
  const grid = useRef<HTMLDivElement>(null);
  const sheets = draft<Sheets>(`paper:${id}:sheets`, vote.paper ?? { issued: null, returned: null, invalid: 0 });
  const rows = draft<Readonly<Record<string, Row>>>(`paper:${id}:rows`, rowsOf(groups, vote));
  const rowOf = (group: string) => rows.value[group] ?? EMPTY;
  const cells = [
    ...SHEETS,
    ...([] as string[]).concat(...groups.map(({ group }) => BOXES.map((box) => `${group}:${box}`))),
    "save",
  ];
  const after = (cell: string) => () => goTo(grid.current, cells[cells.indexOf(cell) + 1] ?? "save");
  const set = (group: string, box: Box, value: number | null) => {
    rows.value = { ...rows.value, [group]: { ...rowOf(group), [box]: value } };
    said.value = ""; // what was saved is not what stands here any more
  };
  const issued = sheets.value.issued ?? 0;
  const returned = sheets.value.returned ?? 0;
  const invalid = sheets.value.invalid ?? 0;
  const sums = paperSums(
    issued,
    returned,
    invalid,
    groups.map(({ group }) => rowOf(group)),
  );
  const figures = ([] as (number | null)[]).concat(
    SHEETS.map((name) => sheets.value[name]),
    ...groups.map(({ group }) => BOXES.map((box) => rowOf(group)[box])),
  );
  const empty = figures.filter((figure) => figure === null).length;
  const onlyZerosLeft = empty > 0 && sums.addsUp && SHEETS.every((name) => sheets.value[name] !== null);
  const restIsZero = () => {
    for (const { group } of groups) rows.value = { ...rows.value, [group]: asRow(asCounts(rowOf(group))) };
    goTo(grid.current, "save");
  };
  const complete = empty === 0 && sums.addsUp;
  const verdict = sentence(sheets.value, empty, sums);
  const send = async () => {
    const counts: Record<string, Counts> = {};
    for (const { group } of groups) counts[group] = asCounts(rowOf(group));
    await perform("enter_paper", "enter_paper", { vote: id, issued, returned, invalid, counts }, _("纸票保存好了"));
  };
  const words = { issued: _("发出"), returned: _("收回"), invalid: _("无效") };
  return (
    <div ref={grid}>
      <div class="sheets">
        {SHEETS.map((name) => (
          <label key={name}>
            {words[name]}{" "}
            <Stepper
              label={words[name]}
              value={sheets.value[name]}
              cell={name}
              onEnter={after(name)}
              onChange={(value) => {
                sheets.value = { ...sheets.value, [name]: value };
                said.value = "";
              }}
            />
          </label>
        ))}
      </div>
      <table class="count">
        <thead>
          <tr>
            <th scope="col">{_("哪一方")}</th>
            {BOXES.map((box) => (
              <th key={box} scope="col">
                <Icon name={box} /> {choiceWord(box)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ group, label }) => (
            <tr key={group}>
              <th scope="row">{label}</th>
              {BOXES.map((box) => (
                <td key={box}>
                  <Stepper
                    label={`${label} ${choiceWord(box)}`}
                    value={rowOf(group)[box]}
                    cell={`${group}:${box}`}
                    onChange={(value) => set(group, box, value)}
                    onEnter={after(`${group}:${box}`)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="count-foot">
        <p class={`verdict ${complete ? "good" : "bad"}`} role="status">
          {verdict}
        </p>
        {onlyZerosLeft && <Act id="rest-is-zero" label={_("其余都写 0")} run={restIsZero} />}
        <span data-cell="save">
          <Act
            id="enter_paper"
            look="primary"
            label={vote.paper ? _("改成这个票数") : _("记纸票")}
            run={send}
            whyNot={complete ? whyNot("enter_paper") : verdict}
          />
        </span>
        {vote.paper && (
          <p class="saved">
            <Icon name="for" />
            {_("已经记过一次：发出 {issued}，收回 {returned}，无效 {invalid}。", {
              issued: vote.paper.issued,
              returned: vote.paper.returned,
              invalid: vote.paper.invalid,
            })}
          </p>
        )}
      </div>
    </div>
  );
}

const SHEETS = ["issued", "returned", "invalid"] as const;

function rowsOf(groups: readonly GroupCount[], vote: Vote): Record<string, Row> {
  const rows: Record<string, Row> = {};
  for (const { group } of groups) {
    const saved = vote.paper?.counts[group];
    rows[group] = asRow(saved && [saved[0], saved[1], saved[2]]);
  }
  return rows;
}

/** What is missing or wrong, in words; an empty field is missing, it is not 0. */
function sentence(sheets: Sheets, empty: number, { valid, counted, addsUp }: ReturnType<typeof paperSums>): string {
  const { issued, returned, invalid } = sheets;
  if (!issued) return _("先写发出几张。");
  if (returned === null) return _("再写收回几张。");
  if (returned > issued) return _("收回 {returned} 张，比发出的 {issued} 张多。", { returned, issued });
  if (invalid === null) return _("再写无效几张，没有就写 0。");
  if (valid < 0) return _("无效票比收回的还多。");
  if (addsUp && empty > 0) return _("还空着 {n} 格：没有票的写 0。", { n: empty });
  if (addsUp) return _("对上了：有效票 {valid} 张。", { valid });
  const values = { valid, counted, n: Math.abs(valid - counted) };
  return counted < valid
    ? _("有效票应是 {valid} 张，已记 {counted} 张，还少 {n} 张。", values)
    : _("有效票应是 {valid} 张，已记 {counted} 张，多了 {n} 张。", values);
}
