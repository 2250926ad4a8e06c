// `?`: every key that works now, and the switch that turns the letters off.
import { _ } from "../live/messages";
import { keysByLabel, keysOn, switchKeys } from "./keys";
import { openSheet, Sheet } from "./sheet";

export function openKeyList(): void {
  openSheet(KeyList);
}

function KeyList() {
  return (
    <Sheet title={_("现在能用的按键")} wide>
      <label class="option">
        <input type="checkbox" checked={keysOn.value} onChange={(event) => switchKeys(event.currentTarget.checked)} />
        <span>{_("用单个字母当按键（正在打字时总是不起作用）")}</span>
      </label>
      <ul class="key-list">
        {[...keysByLabel()].map(([label, keys]) => (
          <li key={label}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            <span>{label}</span>
          </li>
        ))}
        <li>
          <kbd>Esc</kbd>
          <span>{_("收起、不做了")}</span>
        </li>
      </ul>
    </Sheet>
  );
}
