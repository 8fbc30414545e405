/**
 * Example payloads of the messages of each namespace, for one seeker from ticket to end. Keys, tags and ciphertexts are
 * those of the worked example.
 */
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { example } from './encryption.ts';

const { conversationId, publicKey, encapsulation, confirmations, visit } = example;
const resumeToken = 'pX9v0mJwT3sRkQ7yLcB2dZ5hN8fGaE1uViO4tMxSzKU';
const ticketId = 'T5bWm2cXq8ZrD0vHs4KyNg';
const offerId = 'Oe7RfYx1uLk3JtB6pM9wVA';
const asideId = 'Ad3mXe9kRv6TzQp2LwYc8A';
const here = { presence: { connected: true }, received: 0, sent: 0 };
const acceptedAt = 1_767_225_600_000;

const wait = { fromMs: 300_000, toMs: 900_000 };
const intake = { state: 'open', waiting: 2, wait, languages: ['no', 'en'] };
const ticket = { id: ticketId, state: 'waiting', place: 1, wait, keepWithinMs: null };
const asked = { language: 'no', topic: 'loneliness', urgent: false };
const offer = {
  ...{ id: offerId, conversationId, publicKey, ...asked, feeling: 2 },
  ...{ waitedMs: 65_000, expiresInMs: 45_000 },
};
const conversation = {
  ...{ id: conversationId, kind: 'support', ...asked, encapsulation },
  seats: {
    seeker: { presence: { connected: true }, received: 0, sent: 0 },
    volunteer: { alias: 'Kari', presence: { connected: true }, received: 0, sent: 0 },
  },
  ...{ keyEpoch: { number: 0 }, visit: null },
  ...{ danger: false, held: false, call: null, volunteerKeys: 'held' },
  confirmations: { volunteer: confirmations.volunteer },
  ...{ startedAt: acceptedAt, startedForMs: 0, plannedMs: 2_700_000, silence: null, lastSeq: 0 },
  transfer: null,
};
const transferId = 'Ht2kLw9vBq5NxYc7RmZsPQ';
const transfer = {
  ...{ id: transferId, reason: 'language' },
  ...{ to: { kind: 'colleague', alias: 'Eva' }, state: 'asked' },
};
const colleague = { id: 'Jm4aQe8rTz1WyKp6BnVcXw', alias: 'Eva', leads: false, free: true };
const ready = { availability: { state: 'ready' } };
const overview = {
  intake,
  lanes: [{ language: 'no', topic: 'loneliness', waiting: 2, urgent: 0 }],
  ...{ oldestWaitMs: 65_000, onDuty: 1, leaders: 1, ready: 1, conversations: 0 },
};
const staff = {
  ...{ id: 'Sv1zUc6nXo0PqKd8EjTfGw', alias: 'Kari', roles: ['volunteer'], trained: true },
  ...{ capacity: 1, languages: ['no', 'en'], topics: [] },
};

type Seat = keyof typeof example.messages;
const sealed = (from: Seat) => {
  const { counter, ciphertext } = example.messages[from];
  return { counter, keyEpoch: { number: 0 }, ciphertext };
};
const posted = (seq: number, from: Seat) => ({
  conversationId,
  message: { seq, from, ...sealed(from), acceptedAt },
});
const received = { conversationId, seq: 1 };
const typing = { conversationId, typing: true };
const refusal = [
  { ok: false, code: 'rate_limited', retryAfterMs: 4_200 },
  { ok: false, code: 'not_found' },
  { ok: false, code: 'wrong_counter', expected: 4 },
];
const connectError = [{ code: 'version_unsupported' }];

export const examples: Readonly<Record<'seeker' | 'staff', Readonly<Record<string, unknown[]>>>> = {
  seeker: {
    connect: [{ protocol: PROTOCOL_VERSION }, { protocol: PROTOCOL_VERSION, resumeToken }],
    connect_error: connectError,
    refusal,
    'command.ticket:open': [{ publicKey, ...asked, feeling: 2, age: 'under_18' }],
    'ack.ticket:open': [{ ok: true, ticket }],
    'command.conversation:confirm': [{ conversationId, confirmation: confirmations.seeker }],
    'command.message:send': [{ conversationId, ...sealed('seeker') }],
    'ack.message:send': [{ ok: true, seq: 1, acceptedAt }],
    'command.message:received': [received],
    'command.typing:set': [typing],
    'command.conversation:resync': [{ conversationId, after: 0 }],
    'command.conversation:end': [{ conversationId, reason: 'seeker' }],
    'command.transfer:answer': [
      { conversationId, transferId, yes: true, history: true, publicKey },
      { conversationId, transferId, yes: false },
    ],
    'event.transfer:changed': [
      { conversationId, transfer },
      { conversationId, transfer: null },
    ],
    'event.session:snapshot': [
      { resumeToken, intake, session: { kind: 'idle' } },
      { resumeToken, intake, session: { kind: 'ticket', ticket } },
    ],
    'event.ticket:updated': [
      { ticket: { ...ticket, place: 3, wait: null, keepWithinMs: 120_000 } },
      { ticket: { id: ticketId, state: 'offered' } },
    ],
    'event.ticket:ended': [{ ticketId, reason: 'expired' }],
    'event.conversation:started': [
      { conversation: { ...conversation, seat: 'seeker', mayAskAnother: true } },
    ],
    'event.message:posted': [posted(2, 'volunteer')],
    'event.presence:changed': [
      { conversationId, seat: 'volunteer', presence: { connected: false, lostForMs: 0 } },
      { conversationId, seat: 'volunteer', presence: { connected: true } },
    ],
    'event.conversation:silent': [
      { conversationId, silence: { stage: 'nudge', closesInMs: 600_000, afterSeq: 2 } },
      { conversationId, silence: null },
    ],
    'event.conversation:extended': [{ conversationId, plannedMs: 3_600_000 }],
    'event.conversation:marked': [{ conversationId, danger: true }],
    'event.keys:changed': [{ conversationId, volunteerKeys: 'lost' }],
    'event.conversation:ended': [{ conversationId, reason: 'volunteer', danger: false }],
  },
  staff: {
    connect: [{ protocol: PROTOCOL_VERSION }],
    connect_error: connectError,
    refusal,
    'command.availability:set': [{ state: 'ready' }],
    'ack.availability:set': [{ ok: true, ...ready }],
    'command.offer:accept': [{ offerId, encapsulation, confirmation: confirmations.volunteer }],
    'ack.offer:accept': [
      { ok: true, conversation: { ...conversation, seat: 'volunteer', mayAskAnother: false } },
    ],
    'command.offer:decline': [{ offerId }],
    'command.message:send': [{ conversationId, ...sealed('volunteer') }],
    'ack.message:send': [{ ok: true, seq: 2, acceptedAt }],
    'command.conversation:extend': [{ conversationId, plannedMs: 2_700_000 }],
    'ack.conversation:extend': [{ ok: true, plannedMs: 3_600_000 }],
    'command.conversation:mark': [{ conversationId, mark: 'danger', on: true }],
    'ack.conversation:mark': [{ ok: true, danger: true, held: false }],
    'command.call:raise': [{ conversationId, kind: 'help' }],
    'ack.call:raise': [{ ok: true, call: { kind: 'help', forMs: 0, by: null, escalated: false } }],
    'command.call:take': [{ conversationId, publicKey: visit.leader.publicKey }],
    'command.aside:reserve': [{ conversationId }],
    'ack.aside:reserve': [{ ok: true, asideId }],
    'command.aside:open': [
      {
        ...{ conversationId, asideId, leaderKey: visit.leader.publicKey },
        encapsulation: visit.leader.encapsulation,
        confirmation: visit.confirmations.volunteer,
      },
    ],
    'command.visit:open': [
      {
        ...{ conversationId, keyEpoch: visit.keyEpoch, leaderKey: visit.leader.publicKey },
        ...{ encapsulation: visit.leader.encapsulation, sealedSecret: visit.sealedSecret },
        confirmation: visit.confirmations.volunteer,
      },
    ],
    'command.visit:confirm': [
      {
        ...{ conversationId, visit: visit.keyEpoch.visit },
        confirmation: visit.confirmations.leader,
      },
    ],
    'event.call:changed': [
      { conversationId, call: { kind: 'help', forMs: 12_000, by: 'Nora', escalated: false } },
    ],
    'event.aside:opened': [
      {
        aside: {
          ...{ id: asideId, kind: 'aside', seat: 'leader', of: conversationId, lastSeq: 0 },
          seats: { volunteer: { ...here, alias: 'Kari' }, leader: { ...here, alias: 'Nora' } },
          encapsulation: visit.leader.encapsulation,
          confirmations: { volunteer: visit.confirmations.volunteer },
          ...{ startedAt: acceptedAt, startedForMs: 0 },
        },
      },
    ],
    'event.calls:changed': [
      {
        calls: [
          {
            ...{ conversationId, alias: 'Kari', language: 'no' },
            ...{ kind: 'help', forMs: 4_000, by: null, mine: false },
          },
        ],
      },
    ],
    'event.stuck:changed': [
      {
        stuck: [
          {
            ...{ conversationId, alias: 'Kari', language: 'no', danger: false, why: 'away' },
            ...{ forMs: 30_000, by: null, mine: false, mayTakeOver: true },
          },
        ],
      },
    ],
    'command.conversation:takeover': [{ conversationId }],
    'command.conversation:release': [{ conversationId }],
    'command.conversation:keys': [{ conversationId, keys: 'lost' }],
    'command.conversation:end': [{ conversationId }],
    'ack.duty:list': [{ ok: true, colleagues: [colleague] }],
    'command.transfer:ask': [
      {
        ...{ conversationId, reason: 'language' },
        to: { kind: 'colleague', staffId: colleague.id, alias: colleague.alias },
      },
    ],
    'ack.transfer:ask': [{ ok: true, transfer }],
    'command.transfer:cancel': [{ conversationId }],
    'event.transfer:changed': [
      { conversationId, transfer: { ...transfer, state: 'waiting' } },
      { conversationId, transfer: null, outcome: 'declined' },
    ],
    'event.session:snapshot': [
      {
        overview,
        session: {
          ...{ staff, ...ready, offer: null, conversations: [], asides: [] },
          ...{ calls: [], stuck: [], ended: [] },
        },
      },
    ],
    'event.queue:changed': [{ overview }],
    'event.availability:changed': [
      { availability: { state: 'wrapping_up', leftMs: 300_000 } },
      { availability: { state: 'paused', missed: true } },
    ],
    'event.offer:made': [
      { offer },
      { offer: { ...offer, transfer: { reason: 'language', from: 'Kari', history: true } } },
    ],
    'event.offer:expired': [{ offerId, reason: 'withdrawn' }],
    'event.conversation:confirmed': [{ conversationId, confirmation: confirmations.seeker }],
    'event.message:posted': [posted(1, 'seeker')],
    'event.conversation:ended': [{ conversationId, reason: 'seeker' }],
  },
};
