/** Line drawings on a 24 × 24 grid. Always beside a word, so they are hidden from screen readers. */

const PATHS = {
  for: "M4 12l5 5L20 6",
  against: "M6 6l12 12M18 6L6 18",
  abstain: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16",
  middle: "M4 9h16M4 15h16",
  question: "M8 9a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.3-1.5 2.3M12 19v.5",
  hand: "M7 12V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v6V9a1.5 1.5 0 0 1 3 0v5a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-2.5-4a1.6 1.6 0 0 1 2.5-2z",
  pen: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  amend: "M4 7h10M4 12h7M4 17h5M14 20l6-6-2.5-2.5-6 6V20z",
  objection: "M12 4v10M12 19v.5",
  second: "M10 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7M3 20a7 7 0 0 1 14 0M19 7v6M16 10h6",
  secret: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  enough: "M5 5v14M19 5v14M9 12h6M13 9l3 3-3 3",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  arrive: "M14 4h5v16h-5M10 8l4 4-4 4M14 12H4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  back: "M15 5l-7 7 7 7",
  forward: "M4 12h15M13 6l6 6-6 6",
  clock: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4.500l3 2",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.500h-15zM10.5 21h3",
  sound: "M4 10v4h3l5 4V6L7 10zM16 9a4 4 0 0 1 0 6M18.5 6.500a8 8 0 0 1 0 11",
  person: "M12 12a4 4 0 1 0 0-8a4 4 0 1 0 0 8M4 21a8 8 0 0 1 16 0",
  people: "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.500a3.5 3.5 0 0 1 0 6.500M18 14a6 6 0 0 1 3.5 6",
  letters: "M3 19L8.5 5L14 19M5 14.500h7M16 19l2.5-7L21 19M17 17h3",
  language: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M4 12h16M12 4c3 3 3 13 0 16M12 4c-3 3-3 13 0 16",
  offline: "M4 4l16 16M8 9a11 11 0 0 0-4 2.500M12 8a11 11 0 0 1 8 3.500M9 15.500a5 5 0 0 1 6 0M12 19v.5",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.500h.01",
  seal: "M5 5h14v14H5zM9 9h6v6H9z",
  note: "M5 4h14v16H5zM8.5 9h7M8.5 13h7M8.5 17h4",
  warning: "M12 4L2.5 20h19zM12 10v5M12 17.500v.2",
  card: "M7 3h10v18H7z",
  phone: "M7 3h10v18H7zM11 17.5h2",
} as const;

export type IconName = keyof typeof PATHS;

/** As tall as the text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
