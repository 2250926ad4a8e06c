// The acts that are always at hand, one key each.
import { _ } from "../../live/messages";
import type { Board } from "../../live/types";
import { Act } from "../act";
import { perform, said, whyNot } from "../acts";
import { openSheet } from "../sheet";
import { AnswerSheet, openObjections } from "../motions/answer";
import { MarkSheet } from "../motions/mark";
import { OpenVoteSheet } from "./open-vote";
import { openMore, RecessSheet } from "./session";

export function Bar({ hall }: { hall: Board }) {
  const { floor, session } = hall;
  const waiting = openObjections().length;
  return (
    <footer class="act-bar">
      <Act
        id="call_for_more"
        label={_("问：还有不同意见吗")}
        hotkey="q"
        whyNot={whyNot("call_for_more")}
        run={() => perform("call_for_more", "call_for_more")}
      >
        {_("问：还有不同意见吗（{n} / 3）", { n: floor.calls })}
      </Act>
      <Act
        id="close_debate"
        label={_("结束讨论")}
        hotkey="x"
        whyNot={whyNot("close_debate")}
        asks={_("真的结束讨论？之后不再发言，只表决。")}
        run={() => perform("close_debate", "close_debate")}
      >
        {floor.movers ? _("结束讨论（{have} / {need} 人要求）", floor.movers) : _("结束讨论")}
      </Act>
      <Act
        id="open_vote"
        label={_("表决…")}
        hotkey="v"
        whyNot={whyNot("open_vote")}
        run={() => openSheet(OpenVoteSheet)}
      />
      <Act
        id="answer_objection"
        label={_("答复异议…")}
        hotkey="a"
        whyNot={waiting === 0 ? _("没有等着答复的异议。") : whyNot("answer_objection")}
        run={() => openSheet(() => <AnswerSheet />)}
      >
        {waiting ? _("答复异议（{n}）…", { n: waiting }) : _("答复异议…")}
      </Act>
      <Act
        id="mark_deferred"
        label={_("不能马上办…")}
        hotkey="m"
        whyNot={whyNot("mark_deferred")}
        run={() => openSheet(() => <MarkSheet />)}
      />
      {session.status === "recess" ? (
        <Act
          id="resume"
          label={_("继续开会")}
          hotkey="b"
          whyNot={whyNot("resume")}
          run={() => perform("resume", "resume")}
        />
      ) : (
        <Act id="recess" label={_("休息…")} hotkey="b" whyNot={whyNot("recess")} run={() => openSheet(RecessSheet)} />
      )}
      <Act id="more" label={_("更多…")} hotkey="o" run={openMore} />
      <p class="said" role="status">
        {said.value}
      </p>
    </footer>
  );
}
