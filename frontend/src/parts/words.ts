/** The closed word lists of the contract in plain words. Each is a function: the words are looked up in the reader's language. */
import { _ } from "../live/messages";
import type {
  Choice,
  Form,
  Grade,
  Method,
  MotionType,
  ObjectionStatus,
  Position,
  ProposalStatus,
  Refusal,
  Secrecy,
  SessionStatus,
  SpeechKind,
  Stance,
  TakenUp,
} from "../live/types";
import type { IconName } from "./icons";

export const CHOICES: readonly Choice[] = ["for", "against", "abstain"];
export const POSITIONS: readonly Position[] = ["for", "against", "middle", "question"];
/** At a hearing a question is asked from the floor. */
export const STANCES: readonly Stance[] = ["for", "against", "middle"];
/** From the best. */
export const GRADES: readonly Grade[] = ["satisfied", "fairly_satisfied", "dissatisfied", "unsure"];
export const TAKEN_UP: readonly TakenUp[] = ["taken_up", "partly_taken_up", "not_taken_up"];

export function choiceWord(choice: Choice): string {
  return { for: _("赞成"), against: _("反对"), abstain: _("弃权") }[choice];
}

export function positionWord(position: Position): string {
  return { for: _("赞成"), against: _("反对"), middle: _("中间"), question: _("有问题") }[position];
}

export function kindWord(kind: SpeechKind): string {
  return { speech: _("发言"), opening: _("提案人说明"), closing: _("提案人总结"), answer: _("回答问题") }[kind];
}

export function formWord(form: Form): string {
  return {
    talk: _("恳谈会"),
    deliberation: _("议事会"),
    mediation: _("协调会"),
    hearing: _("听证会"),
    appraisal: _("评议会"),
  }[form];
}

export function sessionWord(status: SessionStatus): string {
  return {
    check_in: _("正在签到"),
    in_progress: _("正在开会"),
    recess: _("休息"),
    closed: _("散会了"),
    inquorate: _("人数不够，没有开成"),
  }[status];
}

export function methodWord(method: Method): string {
  return {
    show_of_hands: _("举手表决"),
    paper_open: _("书面表决，写名字"),
    paper_secret: _("书面表决，不写名字"),
    online: _("手机表决"),
  }[method];
}

export function secrecyWord(secrecy: Secrecy): string {
  return { open: _("公开"), confidential: _("不公布谁怎么投"), secret: _("无记名") }[secrecy];
}

export function motionWord(motion: MotionType): string {
  return {
    substantive: _("表决方案"),
    amendment: _("表决修改"),
    referral: _("表决是否提交上会"),
  }[motion];
}

export function proposalWord(status: ProposalStatus): string {
  return {
    proposed: _("等附议"),
    seconded: _("可以讨论"),
    debating: _("正在讨论"),
    voting: _("正在表决"),
    adopted: _("通过"),
    not_adopted: _("没通过"),
    contested: _("还没有共识"),
    referred: _("提交上会"),
    withdrawn: _("撤回了"),
  }[status];
}

export function gradeWord(grade: Grade): string {
  return {
    satisfied: _("满意"),
    fairly_satisfied: _("基本满意"),
    dissatisfied: _("不满意"),
    unsure: _("不了解"),
  }[grade];
}

/** What became of an opinion; undefined: nothing yet. */
export function takenUpWord(taken_up: TakenUp | undefined): string {
  return {
    taken_up: _("采纳"),
    partly_taken_up: _("部分采纳"),
    not_taken_up: _("不采纳"),
    waiting: _("等答复"),
  }[taken_up ?? "waiting"];
}

export function objectionWord(status: ObjectionStatus): string {
  return {
    raised: _("等附议"),
    seconded: _("等答复"),
    answered: _("已答复"),
    resolved_by_amendment: _("改了方案"),
    resolved_by_referral: _("提交上会"),
    sustained_second_round: _("再议一轮"),
    withdrawn: _("撤回了"),
  }[status];
}

export function refusalSentence(refusal: Refusal): string {
  return {
    no_such_session: _("没有找到这场会，请核对会议码。"),
    bad_ticket: _("这张席位卡不能用了，请重新扫码，或者找工作人员。"),
    expired_ticket: _("席位卡过期了，请重新扫码，或者找工作人员。"),
    not_open: _("会还没有开放，开放后自动连上。"),
  }[refusal];
}

export function statusIcon(status: ProposalStatus): IconName {
  return (
    {
      proposed: "second",
      seconded: "people",
      debating: "people",
      voting: "hand",
      adopted: "for",
      not_adopted: "against",
      contested: "warning",
      referred: "forward",
      withdrawn: "back",
    } as const
  )[status];
}

/** The stamp's words: who has to decide what this meeting cannot. */
export function stampWords(body: string, label?: string): string {
  switch (body) {
    case "residents_meeting":
      return _("需居民会议决定");
    case "residents_representative_meeting":
      return _("需居民代表会议决定");
    case "owners_decision":
      return _("需业主共同决定");
    case "street_office":
      return _("需街道办理");
    case "department":
      return _("需职能部门办理");
    default:
      return _("需{body}决定", { body: label ?? body });
  }
}
