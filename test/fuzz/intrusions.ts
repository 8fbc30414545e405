/** Commands that a foreign client tries on a conversation, knowing only its id (rule C1). */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { TIMES } from '@terskel/shared/limits';
import type { TabBrowser } from './browser.ts';
import { must } from './finding.ts';
import type { Random } from './random.ts';
import {
  CIPHERTEXT,
  CONFIRMATION,
  ENCAPSULATION,
  PUBLIC_KEY,
  SEALED_SECRET,
  TRANSFER,
} from './values.ts';
import type { World } from './world.ts';

const VISIT = { number: 7, visit: 'A'.repeat(22) };
const ASIDE = 'A'.repeat(22);
const VISIT_SEALED = {
  ...{ encapsulation: ENCAPSULATION, sealedSecret: SEALED_SECRET, confirmation: CONFIRMATION },
};

type Try = readonly [name: string, payload: object];
type Tries = readonly Try[];

const BOTH: Tries = [
  ['message:send', { counter: 1, keyEpoch: FIRST_EPOCH, ciphertext: CIPHERTEXT }],
  ['conversation:resync', { after: 0 }],
  ['message:received', { seq: 1 }],
  ['typing:set', { typing: true }],
  ['conversation:rebuild', { messages: [], last: true, sent: 0 }],
];
const SEEKERS: Tries = [
  ...BOTH,
  ['conversation:end', { reason: 'seeker' }],
  ['conversation:stay', {}],
  ['conversation:confirm', { confirmation: CONFIRMATION }],
  ['transfer:answer', { transferId: TRANSFER, yes: false }],
];
const STAFFS: Tries = [
  ...BOTH,
  ['conversation:end', {}],
  ['conversation:extend', { plannedMs: TIMES.plannedConversationMs }],
  ['conversation:mark', { mark: 'danger', on: true }],
  ['conversation:keys', { keys: 'returned' }],
  ['transfer:ask', { reason: 'leader', to: { kind: 'any' } }],
  ['transfer:cancel', {}],
  ['call:raise', { kind: 'danger' }],
  ['call:withdraw', {}],
  ['visit:close', { visit: VISIT.visit }],
  ['aside:reserve', {}],
  [
    'aside:open',
    {
      ...{ asideId: ASIDE, leaderKey: PUBLIC_KEY },
      ...{ encapsulation: ENCAPSULATION, confirmation: CONFIRMATION },
    },
  ],
];
/** All but those that every seat of a conversation has. Nobody can use them in an aside (rule V4). */
const NOT_IN_ASIDES = STAFFS.slice(BOTH.length);

/** `whose`: id of the session or the staff member whose connection is used. */
export async function intrude(
  browser: TabBrowser,
  whose: string,
  random: Random,
  world: World,
): Promise<void> {
  const { talks, asides } = world.model.state;
  const others = [...talks.values(), ...asides.values()].filter(
    ({ session, volunteer, leader }) =>
      session?.id !== whose && volunteer.id !== whose && leader?.id !== whose,
  );
  const own = [...asides.values()].filter(
    ({ volunteer, leader }) => volunteer.id === whose || leader.id === whose,
  );
  if (own.length > 0) await refuse(browser, random.pick(NOT_IN_ASIDES), random.pick(own).id);
  if (others.length === 0) return;
  const { foreignKey: publicKey } = world;
  const requeue = ['conversation:requeue', { reason: 'keys_differ', publicKey }] as const;
  const opening = [
    'visit:open',
    { ...VISIT_SEALED, keyEpoch: VISIT, leaderKey: publicKey },
  ] as const;
  const tries = browser.page === 'seeker' ? [...SEEKERS, requeue] : [...STAFFS, opening];
  await refuse(browser, random.pick(tries), random.pick(others).id);
}

async function refuse(
  browser: TabBrowser,
  [name, payload]: Try,
  conversationId: string,
): Promise<void> {
  const reply = await browser.command(name, { conversationId, ...payload });
  const isRefused = !reply.ok && ['not_found', 'unavailable'].includes(reply.code);
  must(isRefused, `[C1] ${name} by a stranger was answered`, reply);
}
