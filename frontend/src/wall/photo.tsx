/** Photos of issues: one as large as the wall allows, or small ones beside other things. */
import { _, ordinal } from "../live/messages";
import type { Board, Issue, Photo, Topic } from "../live/types";

/** More side by side could not be made out from the last row. */
const SIDE_BY_SIDE = 2;

export function findIssue(board: Board, id: string): { topic: Topic; issue: Issue } | undefined {
  for (const topic of Object.values(board.topics)) {
    const issue = topic.issues[id];
    if (issue) return { topic, issue };
  }
  return undefined;
}

/** The first photo of each issue behind the topic at hand. */
export function topicPhotos({ topics, now }: Board): Photo[] {
  return Object.values(topics[now.topic ?? ""]?.issues ?? {})
    .map((issue) => issue.photos[0])
    .filter((photo): photo is Photo => photo !== undefined);
}

export function Thumb({ photo }: { photo: Photo }) {
  return (
    <figure class="thumb">
      <img src={photo.src} alt="" />
      <figcaption>{photo.alt}</figcaption>
    </figure>
  );
}

/** What the caption 草坪狗粪（3幢南草坪） says that the title beside it does not: 3幢南草坪. */
function beyondTitle(caption: string, title: string): string {
  return caption.replace(title, "").replace(/^\s*[(\uff08](.*)[)\uff09]$/, "$1");
}

export function ShownPhoto({ topic, issue }: { topic: Topic; issue: Issue }) {
  const shown = issue.photos.slice(0, SIDE_BY_SIDE);
  const places = new Set(shown.map((photo) => beyondTitle(photo.alt, issue.title)));
  return (
    <main class="moment photo">
      <div class="photo-frame">
        {shown.map((photo) => (
          <img key={photo.src} src={photo.src} alt={photo.alt} />
        ))}
      </div>
      <div class="photo-words">
        <p>{_("议题{no}　{title}", { no: ordinal(topic.no), title: topic.title })}</p>
        <h2>{issue.title}</h2>
        <p>{[...places].filter(Boolean).join(_("；"))}</p>
      </div>
    </main>
  );
}
