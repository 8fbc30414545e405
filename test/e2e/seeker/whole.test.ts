/** The gallery holds every state of the seeker's page, because states that are not drawn there are never checked. */
import { ConversationEnd, IntakeState, TicketEnd } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import type { Link, SeekerView } from '../../../client/src/state/model.ts';
import { STATES } from '../gallery-states.ts';

const VIEWS = Object.values(STATES).flatMap((state) =>
  state.page === 'seeker' ? [state.view] : [],
);
type PageName = SeekerView['page'];

/** Typed as complete records, so a missing key does not compile. */
const PAGES: Readonly<Record<PageName, true>> = {
  ...{ landing: true, waiting: true, conversation: true, ended: true },
};
const LINKS: Readonly<Record<Link, true>> = {
  ...{ connecting: true, online: true, reconnecting: true, offline: true, unavailable: true },
  ...{ restarting: true, replaced: true, outdated: true, refused: true },
};

test('[U2, U6] the gallery has every page in every connection state', () => {
  const drawn = new Set(
    VIEWS.map((view) => ('link' in view ? `${view.page} ${view.link}` : view.page)),
  );
  for (const page of Object.keys(PAGES)) {
    const linked = VIEWS.some((view) => view.page === page && 'link' in view);
    const expected = linked ? Object.keys(LINKS).map((link) => `${page} ${link}`) : [page];
    expect(expected.filter((name) => !drawn.has(name))).toEqual([]);
  }
});

test('[U2, I1, C10] the gallery has every intake state, every kind of refusal, and every reason for an end', () => {
  const intake = new Set<unknown>();
  const refused = new Set<unknown>();
  const ends = new Set<unknown>();
  for (const view of VIEWS) {
    if (view.page === 'landing') intake.add(view.intake?.state ?? null);
    if (view.page === 'landing') refused.add(view.refusal?.code ?? null);
    if (view.page === 'ended') ends.add(`${view.end.of} ${view.end.reason}`);
  }
  expect([...IntakeState.options, null].filter((state) => !intake.has(state))).toEqual([]);
  // One code for each text, and none.
  const kinds = ['rate_limited', 'intake_closed', 'version_unsupported', 'unavailable', null];
  expect(kinds.filter((code) => !refused.has(code))).toEqual([]);
  const all = [
    ...TicketEnd.options.map((reason) => `ticket ${reason}`),
    ...ConversationEnd.options.map((reason) => `conversation ${reason}`),
  ];
  expect(all.filter((end) => !ends.has(end))).toEqual([]);
});

/** Fields that never vary within a conversation, or that do not affect the seeker's page. */
const SAME = [
  'conversation talk.seat',
  'conversation talk.conversationId',
  'conversation talk.alias',
];
const OF_STAFF = ['language', 'topic', 'age', 'urgent', 'plannedMs', 'held'].map(
  (name) => `conversation talk.${name}`,
);

test('[U2] every field that a page receives has more than one value in the gallery', () => {
  const seen = new Map<string, Set<string>>();
  const note = (path: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, part] of Object.entries(value)) {
        note(path.endsWith(' ') ? path + name : `${path}.${name}`, part);
      }
    }
    const known = seen.get(path) ?? new Set();
    seen.set(path, known.add(JSON.stringify(value)));
  };
  for (const view of VIEWS) {
    const { page, ...told } = view;
    note(`${page} `, told);
  }
  // An optional field that is sometimes absent counts as varied, and so do fields inside it.
  const alike = [...seen].filter(([path, values]) => {
    const of = VIEWS.filter((view) => path.startsWith(`${view.page} `));
    const told = of.filter((view) => at(view, path) !== undefined);
    return values.size === 1 && told.length === of.length;
  });
  const names = alike
    .map(([path]) => path)
    .filter((path) => ![...SAME, ...OF_STAFF].includes(path));
  expect(names).toEqual([]);
});

function at(view: SeekerView, path: string): unknown {
  const steps = path.split(' ')[1]?.split('.') ?? [];
  let value: unknown = view;
  for (const step of steps) value = (value as Record<string, unknown> | null | undefined)?.[step];
  return value;
}
