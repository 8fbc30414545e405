/**
 * What must be true of the live store after every step, whatever happened: all that can be derived from the records
 * of tickets, seekers, offers, volunteers and conversations stands as derived, and nothing else does.
 */
import { expect } from 'vitest';
import { keysIn, type Dump } from './dump.ts';

type Hash = Readonly<Record<string, string>>;
type Row = readonly [id: string, hash: Hash];

/** Every record of a kind; a field that is missing reads as ''. */
function rows(dump: Dump, kind: string): Row[] {
  return Object.entries(dump.hashes)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([key, hash]) => [key.slice(kind.length + 1), { ...hash }]);
}

const field = (hash: Hash, name: string) => hash[name] ?? '';
const list = (text: string) => text.split(',').filter((item) => item !== '');

/** Key → members that belong there. */
class Derived<T> {
  readonly keys: Record<string, Record<string, T>> = {};
  add(key: string, member: string, value: T): void {
    (this.keys[key] ??= {})[member] = value;
  }
}

function loadOf(dump: Dump, volunteer: string): number {
  return dump.sets[`volunteer:${volunteer}:conversations`]?.length ?? 0;
}

function isReady(dump: Dump, id: string, volunteer: Hash): boolean {
  return (
    field(volunteer, 'state') === 'ready' &&
    field(volunteer, 'connection') !== '' &&
    field(volunteer, 'offer') === '' &&
    loadOf(dump, id) < Number(field(volunteer, 'capacity'))
  );
}

function sortedSets(dump: Dump): Record<string, Record<string, number>> {
  const derived = new Derived<number>();
  for (const [id, ticket] of rows(dump, 'ticket')) {
    if (ticket['state'] !== 'waiting') continue;
    const language = `lane:${field(ticket, 'language')}`;
    const topic = field(ticket, 'topic') === '' ? 'none' : field(ticket, 'topic');
    for (const lane of [language, `${language}:${topic}`]) {
      derived.add(lane, `${id} ${field(ticket, 'seeker')}`, Number(field(ticket, 'score')));
    }
  }
  for (const [id, volunteer] of rows(dump, 'volunteer')) {
    if (!isReady(dump, id, volunteer)) continue;
    for (const language of list(field(volunteer, 'languages'))) {
      derived.add(`ready:${language}`, id, Number(field(volunteer, 'idleSince')));
    }
  }
  return derived.keys;
}

function sets(dump: Dump): Record<string, string[]> {
  const derived = new Derived<true>();
  for (const kind of ['seeker', 'volunteer']) {
    for (const [id, { connection = '', node = '' }] of rows(dump, kind)) {
      const receiver = `${kind === 'seeker' ? kind : 'staff'} ${id}`;
      if (connection !== '') derived.add(`on:${node}`, receiver, true);
    }
  }
  for (const [id, { state }] of rows(dump, 'volunteer')) {
    if (state !== 'off') derived.add('duty', id, true);
  }
  for (const [id, conversation] of rows(dump, 'conversation')) {
    derived.add(`volunteer:${field(conversation, 'volunteer')}:conversations`, id, true);
  }
  return Object.fromEntries(
    Object.entries(derived.keys).map(([key, members]) => [key, Object.keys(members).toSorted()]),
  );
}

/** Who must be woken for, and by which records a further deadline is allowed. */
function deadlines(dump: Dump): { needed: string[]; allowed: string[] } {
  const conversations = rows(dump, 'conversation');
  const away = conversations.filter(([, c]) => field(c, 'seekerLostAt') !== '');
  const volunteers = rows(dump, 'volunteer');
  const needed = [
    ...rows(dump, 'ticket').map(([id]) => `ask ${id}`),
    ...rows(dump, 'offer').map(([id]) => `offer ${id}`),
    ...rows(dump, 'seeker')
      .filter(([, seeker]) => field(seeker, 'ticket') !== '' && field(seeker, 'connection') === '')
      .map(([id]) => `place ${id}`),
    ...away.map(([id]) => `lost ${id}`),
    ...volunteers
      .filter(([, volunteer]) => volunteer['state'] === 'wrapping_up')
      .map(([id]) => `wrap-up ${id}`),
    ...volunteers
      .filter(([, { state, connection }]) => state !== 'off' && connection === '')
      .map(([id]) => `duty ${id}`),
    ...Object.keys(dump.strings)
      .filter((key) => key.startsWith('tombstone:'))
      .map((key) => key.replace(':', ' ')),
  ];
  const allowed = [
    ...conversations.map(([id]) => `lost ${id}`),
    ...away.map(([id]) => `seat ${id}`),
    ...Object.keys(dump.hashes['lane-versions'] ?? {}).map((language) => `rematch ${language}`),
  ];
  return { needed, allowed };
}

/** What records say of each other, as it must be: each ticket in one state, each person in one place. */
function links(dump: Dump): Record<string, Hash> {
  const offers = rows(dump, 'offer');
  const tickets = rows(dump, 'ticket');
  const conversations = rows(dump, 'conversation');
  const idOf = (among: readonly Row[], name: string, value: string) =>
    among.find(([, hash]) => hash[name] === value)?.[0] ?? '';
  const seekers = Object.fromEntries(rows(dump, 'seeker'));
  const volunteers = Object.fromEntries(rows(dump, 'volunteer'));
  const presence = (side: string, person: Hash = {}) => ({
    [`${side}Node`]: field(person, 'node'),
    [`${side}LostAt`]: field(person, 'lostAt'),
  });
  return Object.fromEntries([
    ...tickets.map(([id, { seeker = '' }]) => {
      const offer = idOf(offers, 'ticket', id);
      return [`ticket:${id}`, { state: offer === '' ? 'waiting' : 'offered', offer, seeker }];
    }),
    ...Object.keys(seekers).map((id) => [
      `seeker:${id}`,
      { ticket: idOf(tickets, 'seeker', id), conversation: idOf(conversations, 'seeker', id) },
    ]),
    ...Object.keys(volunteers).map((id) => [
      `volunteer:${id}`,
      { offer: idOf(offers, 'volunteer', id) },
    ]),
    ...conversations.map(([id, c]) => [
      `conversation:${id}`,
      {
        ...presence('seeker', seekers[field(c, 'seeker')]),
        ...presence('volunteer', volunteers[field(c, 'volunteer')]),
      },
    ]),
  ]) as Record<string, Hash>;
}

const KNOWN =
  /^(?:seeker|ticket|offer|volunteer|conversation|log|sent|tombstone|lane|ready|on|matches):./;
const SINGLE = new Set(
  'asked lane-versions last-score duty alone-since deadlines nodes'.split(' '),
);
/** Whatever concerns a seeker has a last-resort lifetime (rule A4). */
const MORTAL = /^(?:seeker|ticket|offer|conversation|log|sent|tombstone|matches):/;

export function expectConsistent(dump: Dump): void {
  const { deadlines: due = {}, nodes: _nodes, ...indexes } = dump.zsets;
  expect(indexes).toEqual(sortedSets(dump));
  expect(dump.sets).toEqual(sets(dump));
  expect(dump.hashes).toMatchObject(links(dump));
  // Each session has a ticket or a conversation, never both.
  const places = rows(dump, 'seeker').map(([, { ticket = '', conversation = '' }]) =>
    [ticket, conversation].filter((one) => one !== ''),
  );
  expect(places.filter(({ length }) => length !== 1)).toEqual([]);

  const { needed, allowed } = deadlines(dump);
  expect(Object.keys(due)).toEqual(expect.arrayContaining(needed));
  expect([...needed, ...allowed]).toEqual(expect.arrayContaining(Object.keys(due)));

  const waiting = rows(dump, 'ticket').filter(([, { state }]) => state === 'waiting');
  const asked = Object.keys(dump.hashes['asked'] ?? {});
  expect(waiting.map(([id]) => id)).toEqual(expect.arrayContaining(asked));
  expect('alone-since' in dump.strings).toBe(dump.sets['duty']?.length === 1);

  const overloaded = rows(dump, 'volunteer').filter(
    ([id, { capacity }]) => loadOf(dump, id) > Number(capacity),
  );
  expect(overloaded).toEqual([]);
  for (const [key, messages] of Object.entries(dump.lists)) {
    if (!key.startsWith('log:')) continue;
    const ids = messages.map((tail) => (JSON.parse(`{${tail}`) as { messageId: string }).messageId);
    const sent = Object.fromEntries(ids.map((id, index) => [id, String(index + 1)]));
    expect(dump.hashes[key.replace('log:', 'sent:')]).toEqual(sent);
  }

  const names = keysIn(dump);
  expect(names.filter((key) => !KNOWN.test(key) && !SINGLE.has(key))).toEqual([]);
  expect(names.filter((key) => MORTAL.test(key) && dump.expiries[key] === null)).toEqual([]);
}

/** Pairs that a matching at this moment should have made: a free volunteer and a ticket they can take (rules Q3, O4). */
export function pairsLeft(dump: Dump, now: number, declineHoldMs: number): string[] {
  const aloneSince = Number(dump.strings['alone-since'] ?? Number.POSITIVE_INFINITY);
  const waiting = rows(dump, 'ticket').filter(([, { state }]) => state === 'waiting');
  return rows(dump, 'volunteer')
    .filter(([id, volunteer]) => isReady(dump, id, volunteer))
    .flatMap(([id, volunteer]) =>
      waiting
        .filter(([, ticket]) => {
          const topics = list(field(volunteer, 'topics'));
          const topic = field(ticket, 'topic');
          const declinedAt = Number(ticket[`declined ${id}`] ?? Number.NEGATIVE_INFINITY);
          const held = declinedAt >= 0 && now - Math.max(aloneSince, declinedAt) < declineHoldMs;
          return (
            list(field(volunteer, 'languages')).includes(field(ticket, 'language')) &&
            (topics.length === 0 || topic === '' || topics.includes(topic)) &&
            !held
          );
        })
        .map(([ticket]) => `${id} could take ${ticket}`),
    );
}
