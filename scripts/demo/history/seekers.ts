/** The seekers of one evening: they come, wait, leave, talk and answer the questions afterwards. */
import { randomIds } from '@terskel/server/clock';
import { confirmKeys, endConversation, sendMessage } from '@terskel/server/domain/conversations';
import { giveFeedback } from '@terskel/server/domain/feedback';
import type { ConnectionAddress, SeekerId } from '@terskel/server/domain/live-store';
import { connectSeeker, disconnectSeeker, leave } from '@terskel/server/domain/sessions';
import { cancelTicket, keepTicket, openTicket } from '@terskel/server/domain/tickets';
import { answerTransfer, askTransfer } from '@terskel/server/domain/transfers';
import type { ConversationId } from '@terskel/shared/ids';
import type { TicketOutcome } from '@terskel/shared/figures';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { TIMES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import type { Random } from '../random.ts';
import type { Scene } from './evening.ts';
import { CIPHERTEXT, CONFIRMATION, PUBLIC_KEY } from './keys.ts';
import type { PlannedSeeker } from './plan.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Probability that a volunteer asks for another one halfway. */
const HANDED_OVER = 0.08;

interface Talk {
  readonly id: ConversationId;
  readonly volunteer: Staff;
  readonly startedAt: number;
}

interface Seeker {
  readonly plan: PlannedSeeker;
  readonly id: SeekerId;
  readonly at: ConnectionAddress;
  readonly openedAt: number;
  /** When the connection was lost; null: it is there. */
  awayAt: number | null;
  talk: Talk | null;
}

export interface Seekers {
  /** The conversation `id` has begun: with a seeker who waited, or with one who was handed over. */
  matched(id: ConversationId, volunteer: Staff): Promise<void>;
  /** Notices the tickets and conversations that have ended by themselves. */
  look(): Promise<void>;
}

const unlimited = { take: () => Promise.resolve(0), waitMs: () => Promise.resolve(0) };

export function openSeekers({ world, books, agenda, evening }: Scene, random: Random): Seekers {
  const { domain, node, now } = world;
  const present = new Set<Seeker>();
  const later = (ms: number, run: () => Promise<void>) => agenda.add(now() + ms, run);
  for (const plan of evening.seekers) agenda.add(plan.comesAt, () => come(plan));

  async function come(plan: PlannedSeeker): Promise<void> {
    const id = randomIds.secret() as SeekerId;
    const at = { node, connection: randomIds.id() };
    await connectSeeker(domain, id, at, true);
    const { language, topic, age, feeling } = plan;
    const request = { publicKey: PUBLIC_KEY, language, topic, age, feeling, urgent: false };
    const opened = await openTicket(
      domain,
      { seeker: id, prefix: null, spent: false },
      at,
      request,
    );
    // Intake closes shortly before closing time, and without a volunteer on duty.
    if (!opened.ok) return disconnectSeeker(domain, id, at);
    const seeker: Seeker = { plan, id, at, openedAt: now(), awayAt: null, talk: null };
    present.add(seeker);
    later(plan.patienceMs, () => loseHeart(seeker));
    if (plan.leaving !== 'silent') stayInLine(seeker);
  }

  /** Answers "still waiting?", as often as it is asked. */
  function stayInLine(seeker: Seeker): void {
    later(MINUTE_MS, async () => {
      if (!present.has(seeker) || seeker.talk !== null || seeker.awayAt !== null) return;
      await keepTicket(domain, seeker.id);
      stayInLine(seeker);
    });
  }

  async function loseHeart(seeker: Seeker): Promise<void> {
    const { plan, id, openedAt } = seeker;
    if (!present.has(seeker) || seeker.talk !== null) return;
    if (plan.leaving === 'cancelled') {
      await cancelTicket(domain, id);
      present.delete(seeker);
      books.ticket(plan, openedAt, 'cancelled', now());
    } else if (plan.leaving !== 'silent') {
      if (plan.leaving === 'tab_closed') await leave(domain, id, 'closing', unlimited);
      await goAway(seeker);
    }
  }

  async function goAway(seeker: Seeker): Promise<void> {
    seeker.awayAt = now();
    await disconnectSeeker(domain, seeker.id, seeker.at);
  }

  /** The volunteer asks to hand the conversation over, and the seeker says yes. Until a volunteer accepts, it goes on. */
  async function handOver(seeker: Seeker): Promise<void> {
    const { id, talk, awayAt } = seeker;
    if (!present.has(seeker) || talk === null || awayAt !== null) return;
    // No transfer without agreed keys.
    await confirmKeys(domain, id, talk.id, CONFIRMATION);
    const question = {
      conversationId: talk.id,
      reason: 'experience',
      to: { kind: 'any' },
    } as const;
    const asked = await askTransfer(domain, talk.volunteer, question);
    const agreement = { publicKey: PUBLIC_KEY, history: false };
    if (asked.ok) await answerTransfer(domain, id, talk.id, asked.transfer.id, agreement);
  }

  /** Does what ends this conversation. */
  async function finish(seeker: Seeker): Promise<void> {
    const { talk } = seeker;
    if (!present.has(seeker) || talk === null || seeker.awayAt !== null) return;
    const { id, volunteer } = talk;
    const { ending } = seeker.plan;
    const conversationId = id;
    const asSeeker = { conversationId, seat: 'seeker', participant: seeker.id } as const;
    const asVolunteer = { conversationId, seat: 'volunteer', participant: volunteer.id } as const;
    if (ending === 'seeker_lost') return goAway(seeker);
    if (ending === 'silence') {
      const message = { counter: 1, keyEpoch: FIRST_EPOCH, ciphertext: CIPHERTEXT };
      return void (await sendMessage(domain, asVolunteer, message));
    }
    const holder = ending === 'seeker' ? asSeeker : asVolunteer;
    if ((await endConversation(domain, holder, ending)).ok) ended(seeker);
  }

  /** The conversation of this seeker is over. */
  function ended(seeker: Seeker): void {
    const { plan, id, talk } = seeker;
    const isAway = seeker.awayAt !== null;
    if (talk === null) return;
    present.delete(seeker);
    books.conversation(talk.startedAt, isAway ? 'seeker_lost' : plan.ending, now());
    const { feedback } = plan;
    if (feedback === null || isAway || plan.ending === 'silence') return;
    later(Math.round(random.between(10, 100) * SECOND_MS), async () => {
      const given = await giveFeedback(domain, id, feedback, randomIds.secret());
      if (given.ok) books.feedback(plan.feeling, feedback.feeling, feedback.heard);
    });
  }

  /** Why a ticket has ended by itself. */
  function outcomeOf({ plan, awayAt }: Seeker): TicketOutcome {
    const keptMs = plan.leaving === 'tab_closed' ? TIMES.closingTabMs : TIMES.placeKeptMs;
    if (awayAt !== null && now() >= awayAt + keptMs) return plan.leaving;
    return now() >= evening.closesAt ? 'closed' : 'silent';
  }

  return {
    async matched(id, volunteer) {
      for (const seeker of present) {
        const state = await domain.store.seeker(seeker.id, now());
        if (state.kind !== 'conversation' || state.conversation.id !== id) continue;
        const { plan, talk: before } = seeker;
        seeker.talk = { id, volunteer, startedAt: now() };
        if (before !== null) return books.conversation(before.startedAt, 'moved', now());
        books.ticket(plan, seeker.openedAt, 'matched', now());
        if (random.chance(HANDED_OVER)) later(plan.talksMs / 2, () => handOver(seeker));
        return later(plan.talksMs, () => finish(seeker));
      }
    },
    async look() {
      const read = [...present].map(
        async (seeker) => [seeker, await domain.store.seeker(seeker.id, now())] as const,
      );
      for (const [seeker, { kind }] of await Promise.all(read)) {
        const { plan, talk, openedAt } = seeker;
        if (talk !== null) {
          if (kind !== 'conversation') ended(seeker);
        } else if (kind !== 'ticket' && kind !== 'conversation') {
          present.delete(seeker);
          books.ticket(plan, openedAt, outcomeOf(seeker), now());
        }
      }
    },
  };
}
