/**
 * Invariants of the live store after every step: every index that can be derived from the records of tickets, seekers,
 * offers, volunteers and conversations equals the derived one, and no other keys exist.
 */
import assert from 'node:assert/strict';
import { LANGUAGES } from '@terskel/shared/choices';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import type { KeyEpoch, Message } from '@terskel/shared/models';
import { wronglyCounted } from './counts.ts';
import { keysIn, type Dump } from './dump.ts';
import { field, isReady, list, loadOf, rows, type Hash, type Row } from './records.ts';

/** Key → expected members. */
class Derived<T> {
  readonly keys: Record<string, Record<string, T>> = {};
  add(key: string, member: string, value: T): void {
    (this.keys[key] ??= {})[member] = value;
  }
}

function sortedSets(dump: Dump): Record<string, Record<string, number>> {
  const derived = new Derived<number>();
  for (const [id, ticket] of rows(dump, 'ticket')) {
    if (ticket['state'] !== 'waiting') continue;
    const language = `lane:${field(ticket, 'language')}`;
    const topic = field(ticket, 'topic') === '' ? 'none' : field(ticket, 'topic');
    for (const lane of [language, `${language}:${topic}`]) {
      const member = `${id} ${field(ticket, 'seeker')} ${topic}`;
      derived.add(lane, member, Number(field(ticket, 'score')));
    }
  }
  for (const [id, conversation] of rows(dump, 'conversation')) {
    if (field(conversation, 'callKind') === '') continue;
    derived.add('calls', id, Number(field(conversation, 'callAt')));
  }
  for (const [id, volunteer] of rows(dump, 'volunteer')) {
    if (!isReady(dump, id, volunteer)) continue;
    for (const language of list(field(volunteer, 'languages'))) {
      derived.add(`ready:${language}`, id, Number(field(volunteer, 'idleSince')));
    }
  }
  for (const [id, conversation] of rows(dump, 'conversation')) {
    if (conversation['transferState'] !== 'waiting') continue;
    derived.add('transfers', id, Number(dump.hashes[`transfer:${id}`]?.['answeredAt']));
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
  for (const [id, { state, leads, connection }] of rows(dump, 'volunteer')) {
    if (state !== 'off') derived.add('duty', id, true);
    if (state !== 'off' && leads === '1') derived.add('leaders', id, true);
    if (connection !== '' && leads === '1') derived.add('connected-leaders', id, true);
  }
  for (const [id, ticket] of rows(dump, 'ticket')) {
    const prefix = field(ticket, 'prefix');
    if (prefix !== '') derived.add(`live-of:${prefix}`, id, true);
  }
  for (const [id, conversation] of rows(dump, 'conversation')) {
    for (const seat of seatsOf(conversation)) {
      const held = seat === 'volunteer' ? 'conversations' : 'visits';
      const index = isAside(conversation) ? 'asides' : held;
      const holder = field(conversation, seat);
      if (seat !== 'seeker') derived.add(`volunteer:${holder}:${index}`, id, true);
    }
  }
  return Object.fromEntries(
    Object.entries(derived.keys).map(([key, members]) => [key, Object.keys(members).toSorted()]),
  );
}

/** Deadlines that must exist, and further ones that are allowed, by record. */
function deadlines(dump: Dump): { needed: string[]; allowed: string[] } {
  const conversations = rows(dump, 'conversation').filter(([, c]) => !isAside(c));
  const epoch = field(dump.hashes['epoch'] ?? {}, 'id');
  const away = conversations.filter(([, c]) => field(c, 'seekerLostAt') !== '');
  const volunteers = rows(dump, 'volunteer');
  const needed = [
    ...rows(dump, 'ticket').map(([id]) => `ask ${id}`),
    ...rows(dump, 'offer').map(([id]) => `offer ${id}`),
    ...rows(dump, 'seeker')
      .filter(([, seeker]) => field(seeker, 'ticket') !== '' && field(seeker, 'connection') === '')
      .map(([id]) => `place ${id}`),
    ...away.map(([id]) => `lost ${id}`),
    ...conversations.map(([id]) => `silence ${id}`),
    ...conversations
      .filter(([, c]) => field(c, 'epoch') === epoch && field(c, 'whole') !== epoch)
      .map(([id]) => `rebuild ${id}`),
    ...conversations
      .filter(([id, c]) => !(id in stuckIn(dump)) && isAway(c))
      .map(([id]) => `stuck ${id}`),
    ...conversations
      .filter(([, c]) => field(c, 'callKind') !== '' && field(c, 'callBy') === '')
      .filter(([, c]) => field(c, 'callEscalated') === '')
      .map(([id]) => `escalate ${id}`),
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
    'match all',
    ...conversations.map(([id]) => `lost ${id}`),
    ...conversations.map(([id]) => `rebuild ${id}`),
    ...conversations.flatMap(([id]) => [`stuck ${id}`, `escalate ${id}`]),
    ...away.map(([id]) => `seat ${id}`),
    ...LANGUAGES.map((language) => `rematch ${language}`),
  ];
  return { needed, allowed };
}

/** How records must refer to each other: each ticket is in one state, each seeker has one ticket or conversation. */
function links(dump: Dump): [key: string, expected: Hash][] {
  const [offers, tickets] = [rows(dump, 'offer'), rows(dump, 'ticket')];
  const conversations = rows(dump, 'conversation');
  const offerOfTicket = idsBy(offers, 'ticket');
  const offerOfVolunteer = idsBy(offers, 'volunteer');
  const ticketOf = idsBy(tickets, 'seeker');
  const talks = conversations.filter(([, conversation]) => !isAside(conversation));
  const conversationOf = idsBy(talks, 'seeker');
  // A volunteer who has not yet returned after a data loss has no record; only the conversation marks them as away.
  const presence = (seat: string, person: Hash | undefined): Hash =>
    person === undefined
      ? { [`${seat}Node`]: '' }
      : { [`${seat}Node`]: field(person, 'node'), [`${seat}LostAt`]: field(person, 'lostAt') };
  return [
    // From each record to the one that refers to it, or to nothing …
    ...tickets.map(([id]): [string, Hash] => {
      const offer = offerOfTicket.get(id) ?? '';
      return [`ticket:${id}`, { state: offer === '' ? 'waiting' : 'offered', offer }];
    }),
    ...rows(dump, 'seeker').map(([id]): [string, Hash] => [
      `seeker:${id}`,
      { ticket: ticketOf.get(id) ?? '', conversation: conversationOf.get(id) ?? '' },
    ]),
    ...rows(dump, 'volunteer').map(([id]): [string, Hash] => [
      `volunteer:${id}`,
      { offer: offerOfVolunteer.get(id) ?? '' },
    ]),
    // … and from each record to the one it refers to, which must exist.
    ...tickets.map(([id, { seeker }]): [string, Hash] => [`seeker:${seeker}`, { ticket: id }]),
    ...offers.flatMap(([id, { ticket, transfer, volunteer }]): [string, Hash][] => [
      [transfer === undefined ? `ticket:${ticket}` : `transfer:${transfer}`, { offer: id }],
      [`volunteer:${volunteer}`, { offer: id }],
    ]),
    ...transferLinks(dump),
    ...conversations.flatMap(([id, conversation]): [string, Hash][] => {
      const { seeker } = conversation;
      const staff = seatsOf(conversation).filter((seat) => seat !== 'seeker');
      const expected = staff.map((seat): [string, Hash] => {
        // Restored for staff whose node does not answer: away, whatever else is known of them.
        const silent = ['Epoch', 'Node'].every((n) => field(conversation, `${seat}${n}`) === '');
        const there = dump.hashes[`volunteer:${field(conversation, seat)}`];
        return [`conversation:${id}`, presence(seat, silent ? undefined : there)];
      });
      if (isAside(conversation)) return expected.concat([asideLink(id, conversation)]);
      const present = presence('seeker', dump.hashes[`seeker:${seeker}`]);
      return expected.concat([
        [`seeker:${seeker}`, { conversation: id }],
        [`conversation:${id}`, present],
      ]);
    }),
  ];
}

/** An aside belongs to the call of one conversation, and is between its volunteer and the leader who has taken it (rule V4). */
function asideLink(id: string, { of, volunteer = '', leader = '' }: Hash): [string, Hash] {
  return [`conversation:${of}`, { kind: 'support', callAside: id, volunteer, callBy: leader }];
}

/** A conversation has a record of its seeker's agreement while its transfer waits or is offered, and only then. */
function transferLinks(dump: Dump): [key: string, expected: Hash][] {
  const offerOf = idsBy(rows(dump, 'offer'), 'transfer');
  const agreed = rows(dump, 'transfer').map(([id]): [string, Hash] => [
    `conversation:${id}`,
    { transferState: offerOf.has(id) ? 'offered' : 'waiting' },
  ]);
  const pending = rows(dump, 'conversation')
    .filter(([, { transferState = '' }]) => !['', 'asked'].includes(transferState))
    .map(([id]): [string, Hash] => [`transfer:${id}`, { offer: offerOf.get(id) ?? '' }]);
  const asked = rows(dump, 'conversation')
    .filter(([, conversation]) => field(conversation, 'transferId') === '')
    .map(([id]): [string, Hash] => [`conversation:${id}`, { transferState: '' }]);
  return [...agreed, ...pending, ...asked];
}

/** Conversations whose call somebody has taken who does not lead on duty, or whose own it is (rule V4). */
function wronglyTaken(dump: Dump): string[] {
  const leaders = dump.sets['leaders'] ?? [];
  return rows(dump, 'conversation')
    .filter(([, conversation]) => {
      const by = field(conversation, 'callBy');
      const isOpen = field(conversation, 'callKind') !== '';
      return by !== '' && !(isOpen && leaders.includes(by) && by !== conversation['volunteer']);
    })
    .map(([id]) => id);
}

/**
 * Conversations whose leader's seat, key epoch, visit and call do not fit: the seat is taken exactly during a visit, by the
 * leader who has taken the call (rule E5).
 */
function wronglyVisited(dump: Dump): string[] {
  return rows(dump, 'conversation')
    .filter(([, conversation]) => field(conversation, 'kind') === 'support')
    .filter(([, conversation]) => {
      const { visit } = JSON.parse(field(conversation, 'keyEpoch')) as KeyEpoch;
      const leader = field(conversation, 'leader');
      const isVisited = seatsOf(conversation).includes('leader');
      const parts = [visit !== undefined, field(conversation, 'visit') !== '', leader !== ''];
      const isTheirs = !isVisited || leader === field(conversation, 'callBy');
      return !isTheirs || parts.some((each) => each !== isVisited);
    })
    .map(([id]) => id);
}

/** Whether the volunteer has no connection, and could continue the conversation with one. */
const isAway = (conversation: Hash) =>
  field(conversation, 'volunteerLostAt') !== '' &&
  !['returned', 'released'].includes(field(conversation, 'volunteerKeys'));
const stuckIn = (dump: Dump) => dump.zsets['stuck'] ?? {};
/**
 * Conversations that leaders wrongly see as stuck, or do not see although the volunteer's tab has lost the keys; and
 * takeovers of those that are not stuck, or by somebody who does not lead on duty (rule V7).
 */
function wronglyStuck(dump: Dump): string[] {
  const stuck = stuckIn(dump);
  const leaders = dump.sets['leaders'] ?? [];
  const conversations = rows(dump, 'conversation');
  const faulty = conversations.filter(([id, conversation]) => {
    const isLost = field(conversation, 'volunteerKeys') === 'lost';
    const since = field(conversation, isLost ? 'volunteerKeysAt' : 'volunteerLostAt');
    const isRight =
      id in stuck ? (isLost || isAway(conversation)) && stuck[id] === Number(since) : !isLost;
    const isTakenOver = field(conversation, 'transferReason') === 'takeover';
    const mayTake = id in stuck && leaders.includes(field(conversation, 'transferStaff'));
    return !isRight || (isTakenOver && !mayTake);
  });
  const known = conversations.map(([id]) => id);
  return [...faulty.map(([id]) => id), ...missing(Object.keys(stuck), known)];
}

/** Record ids by the value of one field. */
function idsBy(among: readonly Row[], name: string): Map<string, string> {
  return new Map(among.map(([id, hash]) => [field(hash, name), id]));
}

const isAside = ({ kind }: Hash) => kind === 'aside';
const seatsOf = (conversation: Hash) => list(field(conversation, 'seats'));
/** Also the seats that were left: their messages are in the log. */
const seatsEver = (conversation: Hash) => [
  ...seatsOf(conversation),
  ...list(field(conversation, 'left')),
];

/** Elements of `some` that are not in `all`. */
function missing(some: readonly string[], all: readonly string[]): string[] {
  const known = new Set(all);
  return some.filter((one) => !known.has(one));
}

/**
 * Messages whose counter does not fit (rule C14). A seat's counters increase, and one that is left out has an empty place:
 * a message that nobody had any more (rule F3). A log that still waits for copies may contain anything.
 */
function misnumbered(dump: Dump): string[] {
  const epoch = field(dump.hashes['epoch'] ?? {}, 'id');
  return rows(dump, 'conversation').flatMap(([id, conversation]) => {
    if (field(conversation, 'whole') !== epoch) return [];
    return seatsEver(conversation).flatMap((seat) => {
      const faults: string[] = [];
      let [highest, free] = [0, 0];
      const next = (counter: number) => {
        const fits = counter > highest && counter <= highest + free + 1;
        if (!fits) faults.push(`${id} ${seat} ${highest} + ${free} → ${counter}`);
        [highest, free] = [counter, 0];
      };
      for (const tail of dump.lists[`log:${id}`] ?? []) {
        const { from, counter } = JSON.parse(tail === '' ? '{}' : `{${tail}`) as Partial<Message>;
        if (from === undefined) free += 1;
        else if (from === seat) next(counter ?? 0);
      }
      next(Number(field(conversation, `${seat}Sent`)) + 1);
      return faults;
    });
  });
}

const KNOWN =
  /^(?:seeker|ticket|offer|volunteer|conversation|transfer|log|tombstone|ends|answer-right|comments|lane|live-of|ready|on|matches|tally|proof):./;
const SINGLE = new Set([
  ...'asked line duty leaders connected-leaders calls stuck alone-since deadlines nodes epoch transfers'.split(
    ' ',
  ),
  ...'counts said said-earlier counting count-batches comments-pending comments-released'.split(
    ' ',
  ),
]);
/** Everything about a seeker has a last-resort expiry (rule A4). */
const MORTAL =
  /^(?:(?:seeker|ticket|offer|conversation|transfer|log|tombstone|ends|comments|matches|tally|proof):|comments-|said-earlier|count-batches)/;

/** Whether a node may hold a connection of it that is not current: of a seeker only while the session exists. */
const mayBeReplaced = (dump: Dump, receiver: string) =>
  !receiver.startsWith('seeker ') || receiver.replace(' ', ':') in dump.hashes;

/** `mayOverload`: a volunteer may exceed their capacity after a restore, or after an operator lowered it. */
export function expectConsistent(dump: Dump, mayOverload = false): void {
  const { deadlines: due = {}, nodes = {}, stuck: _, ...indexes } = dump.zsets;
  assert.deepEqual(indexes, sortedSets(dump));
  const comments = Object.entries(dump.sets).filter(([key]) => key.startsWith('comments'));
  const others = Object.entries(dump.sets).filter(([key]) => !key.startsWith('comments'));
  const derived = sets(dump);
  for (const [key, members] of others) {
    // A connection that a newer one on another node has replaced is held until it is released (rule F1).
    const isReplaced = (who: string) =>
      key.startsWith('on:') && !derived[key]?.includes(who) && mayBeReplaced(dump, who);
    assert.deepEqual(
      members.filter((who) => !isReplaced(who)),
      derived[key] ?? [],
      key,
    );
  }
  assert.deepEqual(missing(Object.keys(derived), Object.keys(dump.sets)), []);
  // Every node that holds connections is listed, so that they are found once it is silent (rule F1).
  const holders = others.map(([key]) => key).filter((key) => key.startsWith('on:'));
  assert.deepEqual(
    missing(
      holders,
      Object.keys(nodes).map((node) => `on:${node}`),
    ),
    [],
  );
  // Pending: fewer than a batch. Released: exactly one batch.
  for (const [key, { length }] of comments)
    assert.ok(key === 'comments-pending' ? length < TELLABLE_FROM : length === TELLABLE_FROM);
  const expected = links(dump);
  const actual = expected.map(([key, fields]) => [
    key,
    Object.fromEntries(
      Object.keys(fields).map((name) => [name, field(dump.hashes[key] ?? {}, name)]),
    ),
  ]);
  assert.deepEqual(actual, expected);
  // Each seeker has a ticket or a conversation, never both.
  const places = rows(dump, 'seeker').map(([, { ticket = '', conversation = '' }]) =>
    [ticket, conversation].filter((one) => one !== ''),
  );
  assert.deepEqual(
    places.filter(({ length }) => length !== 1),
    [],
  );

  const { needed, allowed } = deadlines(dump);
  assert.deepEqual(missing(needed, Object.keys(due)), []);
  assert.deepEqual(missing(Object.keys(due), [...needed, ...allowed]), []);

  const waiting = rows(dump, 'ticket').filter(([, { state }]) => state === 'waiting');
  const waitingIds = waiting.map(([id]) => id);
  assert.deepEqual(missing(Object.keys(dump.hashes['asked'] ?? {}), waitingIds), []);
  assert.equal('alone-since' in dump.strings, dump.sets['duty']?.length === 1);
  const overloaded = rows(dump, 'volunteer').filter(
    ([id, { capacity }]) => !mayOverload && loadOf(dump, id) > Number(capacity),
  );
  assert.deepEqual(overloaded, []);
  assert.deepEqual(misnumbered(dump), []);
  assert.deepEqual(wronglyTaken(dump), []);
  assert.deepEqual(wronglyVisited(dump), []);
  assert.deepEqual(wronglyStuck(dump), []);
  assert.deepEqual(wronglyCounted(dump), []);

  const names = keysIn(dump);
  assert.deepEqual(
    names.filter((key) => !KNOWN.test(key) && !SINGLE.has(key)),
    [],
  );
  assert.deepEqual(
    names.filter((key) => MORTAL.test(key) && dump.expiries[key] === null),
    [],
  );
}
