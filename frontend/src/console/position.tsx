// 赞成、反对、中间、有问题: shape and word, never the colour alone.
import type { Position } from "../live/types";
import { Icon } from "../parts/icons";
import { positionWord } from "../parts/words";

export function PositionMark({ position }: { position: Position }) {
  return (
    <span class={`position ${position}`}>
      <Icon name={position} />
      {positionWord(position)}
    </span>
  );
}
