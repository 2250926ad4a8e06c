/** The three things a member writes: a proposal, an amendment, an objection. */
import { _, circled } from "../live/messages";
import type { Board, Proposal } from "../live/types";
import { type Identified, proposalsOf } from "../parts/order";
import { may } from "./act";
import { Form } from "./form";
import { show } from "./view";

/** The limits of deliberation/session/commands.py, in characters. */
const TITLE = 80;
const LINE = 200;
const REASON = 500;
const LONG = 2000;

function NotNow({ what }: { what: string }) {
  return <p class="notice">{may(what) ?? _("现在还不能提。等主持人开始这个议题。")}</p>;
}

export function ProposeView({ board }: { board: Board }) {
  const topic = board.now.topic;
  const allowed = may("propose");
  return (
    <section class="stack">
      <h2>{_("提方案")}</h2>
      <p class="soft">{_("说清四件事，有一个人附议就讨论。")}</p>
      {allowed !== true && <NotNow what="propose" />}
      {topic !== undefined && (
        <Form
          name={`propose:${topic}`}
          what="propose"
          fields={[
            { name: "title", label: _("一句话说明"), hint: _("比如：三个门口装废电池回收桶"), most: TITLE },
            { name: "what", label: _("做什么"), most: LONG, lines: 3 },
            { name: "who", label: _("谁来做"), hint: _("比如：物业，居委会配合"), most: LINE },
            { name: "when", label: _("什么时候做完"), hint: _("比如：6月15日前"), most: LINE },
            { name: "money", label: _("钱从哪来"), hint: _("不花钱就写：不花钱"), most: LINE },
          ]}
          args={({ title = "", what = "", who = "", when = "", money = "" }) => ({
            topic,
            title: title.trim(),
            text: what.trim(),
            what: what.trim(),
            who: who.trim(),
            when: when.trim(),
            money: money.trim(),
          })}
          icon="pen"
          button={_("提出来")}
          onDone={() => show("now")}
        />
      )}
    </section>
  );
}

/** The proposal that can be amended or objected to: the one on the table, or one that found no consensus. */
function target(board: Board): Identified<Proposal> | undefined {
  const id = board.now.proposal;
  const proposal = board.proposals[id ?? ""];
  if (id !== undefined && proposal) return { ...proposal, id };
  return proposalsOf(board).find((one) => one.status === "contested");
}

export function AmendView({ board }: { board: Board }) {
  const proposal = target(board);
  const allowed = may("amend");
  return (
    <section class="stack">
      <h2>{_("提修改")}</h2>
      {allowed !== true && <NotNow what="amend" />}
      {proposal && (
        <>
          <p class="card">
            {circled(proposal.no)} {proposal.title}
            <br />
            <span class="soft">{proposal.text || proposal.what}</span>
          </p>
          <Form
            key={proposal.id}
            name={`amend:${proposal.id}`}
            what="amend"
            fields={[
              { name: "text", label: _("怎么改"), hint: _("比如：删去罚款，改为劝导"), most: LONG, lines: 3 },
              { name: "reason", label: _("为什么"), most: REASON, lines: 2 },
              {
                name: "new_text",
                label: _("改好以后的全文"),
                hint: _("通过以后，就用它代替原来的“做什么”。"),
                most: LONG,
                lines: 3,
                optional: true,
              },
            ]}
            args={({ text = "", reason = "", new_text = "" }) => ({
              proposal: proposal.id,
              text: text.trim(),
              reason: reason.trim(),
              ...(new_text.trim() === "" ? {} : { new_text: new_text.trim() }),
            })}
            icon="amend"
            button={_("提出修改")}
            onDone={() => show("now")}
          />
        </>
      )}
    </section>
  );
}

export function ObjectView({ board }: { board: Board }) {
  const proposal = target(board);
  const allowed = may("object");
  return (
    <section class="stack">
      <h2>{_("提异议")}</h2>
      <p class="soft">{_("说明理由。有人附议，就要当场答复，写进纪要。")}</p>
      {allowed !== true && <NotNow what="object" />}
      {proposal && (
        <>
          <p class="card">
            {circled(proposal.no)} {proposal.title}
          </p>
          <Form
            key={proposal.id}
            name={`object:${proposal.id}`}
            what="object"
            fields={[{ name: "reason", label: _("我不同意，因为"), most: REASON, lines: 4 }]}
            args={({ reason = "" }) => ({ target: proposal.id, reason: reason.trim() })}
            icon="objection"
            button={_("提出异议")}
            onDone={() => show("now")}
          />
        </>
      )}
    </section>
  );
}
