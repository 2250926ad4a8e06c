// Today's topics: take one up, show its photos on the wall, finish it.
import { _, ordinal } from "../../live/messages";
import type { Board, Topic } from "../../live/types";
import { type Identified, topicsOf } from "../../parts/order";
import { Icon } from "../../parts/icons";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { topicWord } from "../words";

export function Topics({ hall }: { hall: Board }) {
  return (
    <section class="panel topics-panel">
      <h2>{_("今日议题")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={_("今日议题")}>
        <ol class="topics">
          {topicsOf(hall).map((topic) => (
            <li key={topic.id} class={topic.status}>
              {topic.status === "open" ? (
                <OpenTopic topic={topic} shown={hall.now.issue} />
              ) : (
                <OtherTopic topic={topic} />
              )}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function OtherTopic({ topic }: { topic: Identified<Topic> }) {
  const id = `open_topic:${topic.id}`;
  const label = _("{no} {title}", { no: ordinal(topic.no), title: topic.title });
  return (
    <Act
      id={id}
      look="topic"
      label={_("开始议：{title}", { title: topic.title })}
      whyNot={whyNot("open_topic")}
      asks={topic.status === "closed" ? _("这件事议完了，真的重新议？") : undefined}
      run={() => perform(id, "open_topic", { topic: topic.id })}
    >
      {topic.status === "closed" && <Icon name="for" />}
      <span>
        {label} <span class="soft">{topicWord(topic.status)}</span>
      </span>
    </Act>
  );
}

function OpenTopic({ topic, shown }: { topic: Identified<Topic>; shown: string | undefined }) {
  const issues = Object.entries(topic.issues).filter(([, issue]) => issue.photos.length > 0);
  const close = `close_topic:${topic.id}`;
  return (
    <>
      <p>{_("{no} {title}", { no: ordinal(topic.no), title: topic.title })}</p>
      <div class="acts">
        {issues.map(([issue, { title }]) => {
          const id = `show_issue:${issue}`;
          return issue === shown ? (
            <Act key={issue} id={id} label={_("收起照片")} hotkey="u" run={() => perform(id, "show_issue")} />
          ) : (
            <Act
              key={issue}
              id={id}
              label={_("放照片：{title}", { title })}
              run={() => perform(id, "show_issue", { issue })}
            >
              {issues.length === 1 ? _("放照片") : _("放照片：{title}", { title })}
            </Act>
          );
        })}
        <Act
          id={close}
          label={_("这件议完了")}
          whyNot={whyNot("close_topic")}
          asks={_("真的结束这个议题？")}
          run={() => perform(close, "close_topic", { topic: topic.id })}
        />
      </div>
    </>
  );
}
