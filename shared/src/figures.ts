/**
 * The table of all figures that are counted (rule T1). A new figure is one new row. The scripts that change the live
 * store name figures and the values of their splits; a test finds a name that is not in this table.
 */
import { LANGUAGES, TOPICS } from './choices.ts';
import { Age } from './models.ts';

/** How a ticket ended, the first time: its conversation began, or it left the line. */
export const OUTCOMES = ['matched', 'cancelled', 'tab_closed', 'lost', 'silent', 'closed'] as const;
export type TicketOutcome = (typeof OUTCOMES)[number];

/**
 * Upper bounds of waits, in seconds. The last class has none. From 30 s on, neighbours differ by a factor of at most 1.5, so
 * the geometric middle of a class is wrong by less than 25 %. 300 s is one of them (rule T5).
 */
export const WAIT_BOUNDS_S = [
  15, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600,
] as const;
/** Upper bounds of durations of conversations, in minutes. The last class has none. */
export const DURATION_BOUNDS_MIN = [5, 15, 30, 45, 60, 90] as const;
/** How a conversation ended. `returned`: its seeker went back to the line. `moved`: to another volunteer. */
export const ENDS = [
  'seeker',
  'volunteer',
  'seeker_lost',
  'silence',
  'keys_differ',
  'returned',
  'moved',
] as const;

/** Names of classes: the upper bound as text, `more` for the last one. */
export const classesOf = (bounds: readonly number[]): readonly string[] => [
  ...bounds.map(String),
  'more',
];

const FEELINGS = ['1', '2', '3', '4', '5'] as const;

/** One figure. */
export interface Figure {
  /** Its definition in one sentence, for engineers. The catalogues of the admin page have it for people. */
  readonly definition: string;
  /**
   * The finest period in which it is stored. The counts of a `month` figure come from what a seeker said, or from one
   * conversation. They wait in the live store until there are `TELLABLE_FROM` in a cell, and as many new
   * ones in the figure. They are counted in the month in which they are released. Of `busy`, there must be as many
   * seekers who have left and as many quarters.
   */
  readonly period: 'hour' | 'day' | 'month';
  /** What one count stands for. `quarters`: 15 minutes of one volunteer. */
  readonly unit: 'tickets' | 'offers' | 'quarters' | 'conversations' | 'answers';
  /** The values of each split. Each count belongs to one value of each. */
  readonly splits: Readonly<Record<string, readonly string[]>>;
}

export const FIGURES = {
  tickets: {
    definition:
      'Tickets by how they ended first, in the hour of their opening, but at most one hour back. Returns to the line, transfers and restores are no new tickets.',
    period: 'hour',
    unit: 'tickets',
    splits: { outcome: OUTCOMES },
  },
  offers: {
    definition: 'Offers that their volunteer let expire or declined, in the hour of that.',
    period: 'hour',
    unit: 'offers',
    splits: { answer: ['missed', 'declined'] },
  },
  /** A conversation changes nothing of it, so that it does not tell how long the only one of an evening was. */
  staff: {
    definition: 'Time of volunteers on duty, connected and not paused, in opening hours.',
    period: 'hour',
    unit: 'quarters',
    splits: {},
  },
  /** Also in a pause or after closing time. The time of a conversation counts when it ends. */
  busy: {
    definition: 'Time of volunteers in a conversation or its wrap-up.',
    period: 'month',
    unit: 'quarters',
    splits: {},
  },
  waits: {
    definition:
      'Tickets by their wait until they were matched or left the line, on the day of their opening.',
    period: 'day',
    unit: 'tickets',
    splits: { outcome: ['matched', 'left'], wait: classesOf(WAIT_BOUNDS_S) },
  },
  durations: {
    definition: 'Conversations by their duration.',
    period: 'month',
    unit: 'conversations',
    splits: { minutes: classesOf(DURATION_BOUNDS_MIN) },
  },
  ends: {
    definition: 'Conversations by how they ended.',
    period: 'month',
    unit: 'conversations',
    splits: { reason: ENDS },
  },
  languages: {
    definition: 'Tickets by the language of the conversation.',
    period: 'month',
    unit: 'tickets',
    splits: { language: LANGUAGES },
  },
  topics: {
    definition: 'Tickets by the topic that the seeker chose.',
    period: 'month',
    unit: 'tickets',
    splits: { topic: [...TOPICS, 'none'] },
  },
  ages: {
    definition: 'Tickets by the age that the seeker stated.',
    period: 'month',
    unit: 'tickets',
    splits: { age: [...Age.options, 'none'] },
  },
  before: {
    definition:
      'Answers to "how are you?" before a conversation, of those who answered after it as well.',
    period: 'month',
    unit: 'answers',
    splits: { feeling: FEELINGS },
  },
  after: {
    definition: 'Answers to "how are you now?" after a conversation.',
    period: 'month',
    unit: 'answers',
    splits: { feeling: FEELINGS },
  },
  change: {
    definition:
      'Seekers who answered before and after a conversation, by whether they felt better.',
    period: 'month',
    unit: 'answers',
    splits: { change: ['better', 'same', 'worse'] },
  },
  heard: {
    definition: 'Answers to "were you heard?", from 1 (not at all) to 5 (very much).',
    period: 'month',
    unit: 'answers',
    splits: { heard: FEELINGS },
  },
} as const satisfies Readonly<Record<string, Figure>>;
export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];
