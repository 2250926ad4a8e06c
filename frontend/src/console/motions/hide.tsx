// An abusive text leaves the wall; the record keeps it, with the reason.
import { _ } from "../../live/messages";
import { Act } from "../act";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { Text } from "../fields";
import { closeSheet, openSheet, Sheet } from "../sheet";

export function Hiding({ target, hidden = false }: { target: string; hidden?: boolean | undefined }) {
  const id = `hide:${target}`;
  return hidden ? (
    <Act id={id} look="quiet small" label={_("重新给大家看")} run={() => perform(id, "unhide", { target })} />
  ) : (
    <Act id={id} look="quiet small" label={_("盖住文字")} run={() => openSheet(() => <HideSheet target={target} />)} />
  );
}

function HideSheet({ target }: { target: string }) {
  const reason = draft(`hide:${target}`, "");
  const send = async () => {
    const answer = await perform("hide", "hide", { target, reason: reason.value.trim() }, _("盖住了"));
    if (!answer?.ok) return;
    forget(`hide:${target}`);
    closeSheet();
  };
  return (
    <Sheet
      title={_("盖住文字")}
      id="hide"
      submit={_("盖住")}
      onSubmit={send}
      missing={reason.value.trim() ? undefined : _("请写明为什么。")}
    >
      <p>{_("大屏和手机上不再显示这段文字；记录里保留，随时可以重新给大家看。")}</p>
      <Text label={_("为什么")} value={reason} max={500} lines={2} />
    </Sheet>
  );
}
