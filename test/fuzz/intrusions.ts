/** Commands that a foreign client tries on a conversation, knowing only its id (rule C1). */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { TIMES } from '@terskel/shared/limits';
import type { TabBrowser } from './browser.ts';
import { must } from './finding.ts';
import type { Random } from './random.ts';
import { CIPHERTEXT, CONFIRMATION, ENCAPSULATION, SEALED_SECRET, TRANSFER } from './values.ts';
import type { World } from './world.ts';

const VISIT = { number: 7, visit: 'A'.repeat(22) };
const VISIT_SEALED = {
  ...{ encapsulation: ENCAPSULATION, sealedSecret: SEALED_SECRET, confirmation: CONFIRMATION },
};

type Tries = readonly (readonly [name: string, payload: object])[];

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
];

/** `whose`: id of the session or the staff member whose connection is used. */
export async function intrude(
  browser: TabBrowser,
  whose: string,
  random: Random,
  world: World,
): Promise<void> {
  const others = [...world.model.state.talks.values()].filter(
    ({ session, volunteer, leader }) =>
      session.id !== whose && volunteer.id !== whose && leader?.id !== whose,
  );
  if (others.length === 0) return;
  const { foreignKey: publicKey } = world;
  const requeue = ['conversation:requeue', { reason: 'keys_differ', publicKey }] as const;
  const opening = [
    'visit:open',
    { ...VISIT_SEALED, keyEpoch: VISIT, leaderKey: publicKey },
  ] as const;
  const tries = browser.page === 'seeker' ? [...SEEKERS, requeue] : [...STAFFS, opening];
  const [name, payload] = random.pick(tries);
  const { id: conversationId } = random.pick(others);
  const reply = await browser.command(name, { conversationId, ...payload });
  const isRefused = !reply.ok && ['not_found', 'unavailable'].includes(reply.code);
  must(isRefused, `[C1] ${name} by a stranger was answered`, reply);
}
