/** The photo that is on the wall, for whoever sits too far from it. */
import { _ } from "../live/messages";
import type { Board } from "../live/types";
import { Icon } from "../parts/icons";
import { findIssue } from "../wall/photo";

export function PhotoOnWall({ board }: { board: Board }) {
  const photo = findIssue(board, board.now.issue ?? "")?.issue.photos[0];
  if (!photo) return null;
  return (
    <figure class="card photo-on-wall">
      <img src={photo.src} alt="" />
      <figcaption>
        <Icon name="photo" /> {_("大屏上的照片：{what}", { what: photo.alt })}
      </figcaption>
    </figure>
  );
}
