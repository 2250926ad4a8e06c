/** What the server sends and takes, as the contract writes it. A key that may be absent has a `?`; `null` never occurs. */

export type ScreenName = "wall" | "phone" | "chair" | "record";
export type Locale = "zh" | "en";
export type Role = "chair" | "recorder" | "member" | "observer" | "supervisor" | "wall" | "public";
export type Audience = "public" | "hall" | "staff";
export type Chamber = "standing" | "interest" | "none";
export type Form = "talk" | "deliberation" | "mediation" | "hearing" | "appraisal";
export type SessionStatus = "check_in" | "in_progress" | "recess" | "closed" | "inquorate";
export type TopicStatus = "waiting" | "open" | "closed";
export type Position = "for" | "against" | "middle" | "question";
export type Stance = "for" | "against" | "middle";
export type Grade = "satisfied" | "fairly_satisfied" | "dissatisfied" | "unsure";
export type TakenUp = "taken_up" | "partly_taken_up" | "not_taken_up";
export type SpeechKind = "speech" | "opening" | "closing" | "answer";
export type MotionType = "substantive" | "amendment" | "referral";
export type Method = "show_of_hands" | "paper_open" | "paper_secret" | "online";
export type Secrecy = "open" | "confidential" | "secret";
export type Choice = "for" | "against" | "abstain";
export type AnswerKind = "answered" | "resolved_by_amendment" | "resolved_by_referral" | "second_round";
export type Outcome = "adopted" | "not_adopted" | "tie_not_adopted" | "contested" | "referred";
export type ProposalStatus =
  | "proposed"
  | "seconded"
  | "debating"
  | "voting"
  | "adopted"
  | "not_adopted"
  | "contested"
  | "referred"
  | "withdrawn";
export type AmendmentStatus =
  | "proposed"
  | "seconded"
  | "debating"
  | "voting"
  | "adopted"
  | "not_adopted"
  | "withdrawn";
export type ObjectionStatus =
  | "raised"
  | "seconded"
  | "answered"
  | "resolved_by_amendment"
  | "resolved_by_referral"
  | "sustained_second_round"
  | "withdrawn";

/** [for, against, abstain], as on every counting sheet. */
export type Counts = readonly [number, number, number];

/** An instant as the server writes it: ISO 8601, UTC. */
export type Instant = string;

export interface Page {
  screen: ScreenName;
  code: string;
  locale: Locale;
  community: string;
  ticket: string | null;
  /** The seats that this device may speak for: several elders may share one phone. */
  seats: Seat[];
  join: { url: string; qr: string };
  links: { wall?: string; chair?: string; record?: string; cards?: string; leave?: string };
  other_locale: { locale: Locale; href: string };
  /** The present as this screen may see it; null when the server could not tell. */
  first: BoardMessage | null;
}

export interface Seat {
  seat: string;
  name: string;
  ticket: string;
}

export interface SessionInfo {
  code: string;
  title: string;
  form: Form;
  place: string;
  status: SessionStatus;
  whiteboard: { left: string; right: string };
  timezone?: string;
  planned_at?: Instant;
  opened_at?: Instant;
  closed_at?: Instant;
  recess_until?: Instant;
  rules_read?: boolean;
  read_back?: boolean;
  tellers?: string[];
}

export interface GroupPresence {
  label: string;
  chamber: Chamber;
  expected: number;
  present: number;
}

export interface Quorum {
  expected: number;
  present: number;
  needed?: number;
  by_group: Record<string, GroupPresence>;
  met: boolean;
  missing: string[];
}

export interface Rule {
  no: number;
  text: string;
}

export interface Now {
  topic?: string;
  proposal?: string;
  amendment?: string;
  vote?: string;
  issue?: string;
  note?: string;
  /** The vote that was just closed, until the next item starts. */
  result?: string;
}

export interface Speaker {
  name: string;
  seat?: string;
  group?: string;
  position?: Position;
  kind: SpeechKind;
  started_at: Instant;
  limit_seconds: number;
  /** Seconds left at which the yellow card is shown. */
  warn_at_seconds?: number;
  interpreter?: string;
}

export interface Hand {
  id: string;
  seat?: string;
  name: string;
  group?: string;
  position: Position;
  first_time?: boolean;
  kind?: SpeechKind;
}

export interface Floor {
  speaker?: Speaker;
  queue: Hand[];
  /** How many of the three calls were made: 0..3. */
  calls: number;
  closed?: boolean;
  /** How many of those present have said that enough was said, and how many it takes. */
  movers?: { have: number; need: number };
}

export interface Photo {
  src: string;
  alt: string;
}

export interface Issue {
  title: string;
  photos: Photo[];
}

export interface Topic {
  no: number;
  title: string;
  status: TopicStatus;
  /** False: it was not announced in time, so it may be heard but not voted on. */
  votable?: boolean;
  affected_groups: string[];
  issues: Record<string, Issue>;
}

export interface Mark {
  body: string;
  body_label?: string;
  reason_code: string;
  reason_label?: string;
  reason_text: string;
  due?: string;
  /** The party organisation must study it first. */
  study?: boolean;
}

export interface Amendment {
  text: string;
  reason: string;
  /** Takes the place of the proposal's text when the amendment is adopted. */
  new_text?: string;
  by: string;
  seat?: string;
  seconds: string[];
  status: AmendmentStatus;
  hidden?: boolean;
}

export interface Objection {
  reason: string;
  by: string;
  seat?: string;
  group?: string;
  seconds: string[];
  status: ObjectionStatus;
  response?: string;
  hidden?: boolean;
}

export interface Proposal {
  no: number;
  topic: string;
  title: string;
  text: string;
  what: string;
  who: string;
  when: string;
  money: string;
  by: string;
  seat?: string;
  seconds: string[];
  status: ProposalStatus;
  outcome?: Outcome;
  hidden?: boolean;
  mark?: Mark;
  amendments?: Record<string, Amendment>;
  objections?: Record<string, Objection>;
}

export interface Opinion {
  no: number;
  topic: string;
  text: string;
  /** A letter takes none. */
  position?: Stance;
  seat?: string;
  by?: string;
  group?: string;
  /** Read out from a letter. */
  written?: boolean;
  hidden?: boolean;
  answer?: { taken_up: TakenUp; reason: string };
}

/** What the sheets of an appraisal said about one item; totals only. */
export interface Score {
  no: number;
  topic: string;
  item: string;
  issued: number;
  returned: number;
  invalid: number;
  counts: Record<Grade, number>;
}

export interface Tally {
  total: Counts;
  by_group?: Record<string, Counts>;
  invalid?: number;
}

export interface Paper {
  issued: number;
  returned: number;
  invalid: number;
  counts: Record<string, Counts>;
}

export interface Vote {
  target: string;
  title: string;
  motion: MotionType;
  method: Method;
  secrecy: Secrecy;
  status: "open" | "closed";
  eligible: number;
  eligible_by_group?: Record<string, number>;
  base: "present" | "cast";
  rule: string;
  opened_at?: Instant;
  outcome?: Outcome;
  sentence?: string;
  tally?: Tally;
  /** Staff only: hands counted so far. */
  hands?: Record<string, Counts>;
  /** Staff only. */
  paper?: Paper;
}

export interface Person {
  name: string;
  /** The group they speak for; staff and observers speak for none. */
  label?: string;
  org?: string;
  group?: string;
  chamber: Chamber;
  role: Role;
  votes: boolean;
  present: boolean;
  warnings?: number;
  recused?: boolean;
  table?: number;
  phone?: boolean;
}

export interface LogLine {
  at: Instant;
  text: string;
}

export interface Board {
  session: SessionInfo;
  quorum: Quorum;
  rules: Rule[];
  now: Now;
  floor: Floor;
  topics: Record<string, Topic>;
  proposals: Record<string, Proposal>;
  /** What was said at a hearing. */
  opinions: Record<string, Opinion>;
  /** What was counted at an appraisal. */
  scores: Record<string, Score>;
  votes: Record<string, Vote>;
  log: Record<string, LogLine>;
  /** Staff only. */
  people?: Record<string, Person>;
  /** Staff only: the reasons and the bodies that a mark may name. */
  options?: {
    reasons: Record<string, string>;
    bodies: Record<string, string>;
    methods?: Method[];
    /** How many tellers a counted vote takes. */
    tellers?: number;
  };
}

export interface NextStep {
  do: string;
  args: Arguments;
  label: string;
  why_not?: string;
  /** It ends something: ask once before doing it. */
  confirm?: boolean;
}

export interface GroupCount {
  group: string;
  label: string;
  eligible: number;
  /** Already voted by phone. */
  phone: number;
  /** Holds a paper ballot. */
  paper?: number;
  remaining: number;
  waiting: { seat: string; name: string }[];
}

/** What one person alone may see. */
export interface You {
  role: Role;
  seat?: string;
  name?: string;
  group?: string;
  chamber?: Chamber;
  present?: boolean;
  hand?: { id: string; position: Position; place: number };
  speaking?: boolean;
  speeches_left?: number;
  warnings?: number;
  recused?: boolean;
  ballot?: {
    vote: string;
    eligible: boolean;
    why_not?: string;
    /** What is saved on the server. */
    choice?: Choice;
    way?: "phone" | "hand" | "paper";
  };
  /** For each command: `true`, or the sentence that says why not. */
  may: Record<string, true | string>;
  /** What this person may second now. */
  second?: string[];
  next?: NextStep[];
  count?: { vote: string; groups: GroupCount[] };
}

export interface Pulse {
  at: Instant;
  online: number;
  turnout: Record<string, number>;
}

export interface BoardMessage {
  seq: number;
  audience?: Audience;
  board: Board;
  you: You;
}

export interface PatchMessage {
  after: number;
  seq: number;
  at?: Instant;
  patch: unknown;
}

/** A refused resync looks like a refused command. */
export type ResyncAnswer = BoardMessage | { patches: PatchMessage[] } | Extract<Answer, { ok: false }>;

export type Arguments = Record<string, unknown>;

export type Answer =
  | { ok: true; seq: number; result?: Record<string, string> }
  | { ok: false; code: string; message: string; detail?: Record<string, unknown> };

/** A refused connection says why in one of these words. */
export type Refusal = "no_such_session" | "bad_ticket" | "expired_ticket" | "not_open";

export interface Link {
  state: "connecting" | "live" | "lost" | "refused";
  /** Hall time in ms at which this state began; when lost: of the last thing heard. Absent before the first pulse. */
  since?: number;
  reason?: Refusal;
}
