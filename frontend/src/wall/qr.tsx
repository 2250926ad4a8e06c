import { page } from "../live/page";
import { _ } from "../live/messages";

/** For those who type: 192.168.1.5:8000 and /join/326841. */
export function joinAddress(): { host: string; path: string } {
  const { host, pathname } = new URL(page.join.url);
  return { host, path: pathname };
}

/** The server drew it; the address it holds is `page.join.url`. */
export function Qr() {
  return (
    <div
      class="qr"
      role="img"
      aria-label={_("扫码参加")}
      // The markup is the server's own drawing, never anybody's text.
      dangerouslySetInnerHTML={{ __html: page.join.qr }}
    />
  );
}
