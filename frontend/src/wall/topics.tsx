/** 今日议题. */
import { _, ordinal } from "../live/messages";
import type { Board } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";
import { topicsOf } from "../parts/order";
import { Thumb, topicPhotos } from "./photo";
import { hasProposals } from "./proposals";

/** From everything to the least: with a photo; without; only the topics around the one at hand. */
export function Topics({ board }: { board: Board }) {
  const topics = topicsOf(board);
  // Before the first proposal the photos stand, larger, in that column.
  const photo = hasProposals(board) ? topicPhotos(board)[0] : undefined;
  const at = topics.findIndex((topic) => topic.id === board.now.topic);
  return (
    <section class="column">
      <h2>{_("今日议题")}</h2>
      <Fit levels={2 + topics.length} of={JSON.stringify([topics, board.now])} class="topics">
        {(level) => {
          const dropped = Math.max(0, level - 1);
          // The ones furthest from the topic at hand go first: those that are done, then those still far off.
          const shown = topics
            .map((topic, index) => ({ topic, far: index < at ? (at - index) * 2 : (index - Math.max(at, 0)) * 2 - 1 }))
            .sort((a, b) => a.far - b.far)
            .slice(0, Math.max(1, topics.length - dropped))
            .map((entry) => entry.topic)
            .sort((a, b) => a.no - b.no);
          const hidden = topics.length - shown.length;
          return (
            <>
              <ol>
                {shown.map((topic) => (
                  <li key={topic.id} class={`topic topic-${topic.id === board.now.topic ? "now" : topic.status}`}>
                    <b>{ordinal(topic.no)}</b>
                    <span>
                      {topic.title}
                      {topic.status === "closed" && (
                        <em>
                          <Icon name="for" /> {_("议完")}
                        </em>
                      )}
                    </span>
                  </li>
                ))}
              </ol>
              {hidden > 0 && <p class="more">{_("另有 {count} 个议题", { count: hidden })}</p>}
              {photo && level === 0 && <Thumb photo={photo} />}
            </>
          );
        }}
      </Fit>
    </section>
  );
}
