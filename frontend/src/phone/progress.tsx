import { _ } from "../live/messages";
import { Icon } from "../parts/icons";

/** 「正在保存」 or 「还没送到」; nothing when all is saved. */
export function Progress({ state }: { state: "saving" | "offline" | undefined }) {
  return (
    <p class={state === "offline" ? "progress progress-offline" : "progress"} role="status">
      {state === "saving" && (
        <>
          <Icon name="clock" /> {_("正在保存……")}
        </>
      )}
      {state === "offline" && (
        <>
          <Icon name="offline" /> {_("还没送到：没有网络，连上后自动送出。")}
        </>
      )}
    </p>
  );
}
