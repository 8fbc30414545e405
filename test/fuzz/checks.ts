/** Checks that hold once everything in flight has arrived. */
import type { SeekerId, SessionRow, StaffRow, TicketRow } from '@terskel/server/domain/live-store';
import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import type { SeekerState } from '@terskel/shared/events';
import type { Conversation, Side, Ticket } from '@terskel/shared/models';
import { dumpOf, keysIn } from '../helpers/dump.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { pairsLeft } from '../helpers/records.ts';
import { must, mustEqual } from './finding.ts';
import { isWhole } from './model/state.ts';
import type { Random } from './random.ts';
import type { TabTalk } from './tab.ts';
import type { World } from './world.ts';

const SWEEP_TICKS = 6;
/** Ticks within which each page receives its queue position after a change. */
const PLACES_TICKS = 3;
const SECOND_MS = 1_000;

/** Runs until everything has arrived, each node has swept, and no more events occur. */
async function quiet(world: World, random: Random): Promise<void> {
  await world.settle(random);
  // An offer between two people without connections ends without an event, but still moves the queue.
  const seen = () =>
    JSON.stringify([world.gate.told, world.model.rules.overview(world.clock.now()).versions]);
  let still = 0;
  for (let tick = 0; tick < SWEEP_TICKS || still < PLACES_TICKS; tick += 1) {
    must(tick < 10 * SWEEP_TICKS, 'events without end');
    const before = seen();
    world.clock.move(SECOND_MS);
    for (const node of world.nodes) node.tick();
    await world.settle(random);
    still = seen() === before ? still + 1 : 0;
  }
}

/** A tab shows everything in the log, and none of its own messages is left unsent (rules C2–C4). */
function checkTalk(world: World, talk: TabTalk, whose: string): void {
  const record = world.model.state.talks.get(talk.id);
  // Until both sides have handed in their copies, no further messages are shown (rule F3).
  if (!record || !isWhole(record) || record.epoch !== world.model.state.epoch?.id) return;
  const { log } = record;
  mustEqual(
    talk.shown,
    log.filter((message) => message !== null),
    `[C4] shown to the ${whose}`,
  );
  for (const [messageId, seq] of talk.accepted) {
    mustEqual(log[seq - 1]?.messageId, messageId, `[C3] accepted as number ${seq}`);
  }
}

/** What a tab must know of a conversation, without its own state and without durations. */
function known({ id, side, alias, confirmations, other, plannedMs, ...marks }: Conversation) {
  const confirmed = confirmations[otherOf(side)];
  const { danger, held, volunteerKeys } = marks;
  return {
    ...{ id, alias, confirmed, connected: other.connected, plannedMs },
    ...{ danger, held, volunteerKeys },
  };
}
/** The silence stage that a page shows: none once the seeker has written, or while the other side is away (rule C9). */
function checkSilence(belief: Conversation, truth: Conversation | undefined, talk: TabTalk): void {
  const { silence } = belief;
  const isOver = talk.shown.some(
    ({ from, seq }) => from === 'seeker' && silence !== null && seq > silence.afterSeq,
  );
  const shown = isOver || !belief.other.connected ? undefined : silence?.stage;
  mustEqual(shown, truth?.silence?.stage, `[C9] silence, the ${belief.side} believes`);
}
const otherOf = (side: Side) => (side === 'seeker' ? 'volunteer' : 'seeker');
/** How far the other side has read. After a store loss a page may know of more than the store. */
function checkRead(world: World, belief: Conversation, truth: Conversation | undefined): void {
  const [read = 0, isRead = 0] = [belief, truth].map((one) => one?.received[otherOf(belief.side)]);
  const isKnown = world.model.counted.losses > 0 ? read >= isRead : read === isRead;
  must(isKnown, `[C3] read by the other side up to ${isRead}, the ${belief.side} believes`, read);
}
function knownTicket(ticket: Ticket | TicketRow) {
  if (ticket.state === 'offered') return { id: ticket.id, offered: true };
  return { id: ticket.id, place: ticket.place, asked: ticket.keepWithinMs !== null };
}
function knownOfSeeker(state: SeekerState | SessionRow) {
  if (state.kind === 'ticket') return knownTicket(state.ticket);
  return state.kind === 'conversation' ? known(state.conversation) : state.kind;
}
function knownOfVolunteer({ availability, offer, conversations }: StaffRow) {
  const talks = conversations.map(known).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { state: availability.state, offer: offer?.id, talks };
}

/** The state of each connected tab equals the model's. */
export async function check(world: World, random: Random): Promise<void> {
  await quiet(world, random);
  checkLost(world);
  for (const { broughtBack } of world.nodes)
    mustEqual(broughtBack, [], '[F3] brought back, and is over');
  const now = world.clock.now();
  world.seekers.forEach((tab, index) => {
    if (!tab.line.online || tab.token === null) return;
    const node = tab.line.wire;
    must(node?.readyState === 'open', 'online on a wire that is closed');
    if (tab.over) return;
    const truth = world.model.rules.seeker(digest(tab.token) as SeekerId, now);
    mustEqual(knownOfSeeker(tab.state), knownOfSeeker(truth), `seeker ${index} believes`);
    if (tab.talk) checkTalk(world, tab.talk, 'seeker');
    if (tab.state.kind === 'conversation' && truth.kind === 'conversation') {
      checkRead(world, tab.state.conversation, truth.conversation);
      if (tab.talk) checkSilence(tab.state.conversation, truth.conversation, tab.talk);
    }
  });
  world.volunteers.forEach((tab, index) => {
    if (!tab.line.online) return;
    const truth = world.model.rules.staff(tab.staff, now);
    const conversations = [...tab.held.values()].map(({ conversation }) => conversation);
    const belief = { availability: tab.availability, offer: tab.offer, conversations };
    mustEqual(knownOfVolunteer(belief), knownOfVolunteer(truth), `volunteer ${index} believes`);
    for (const { conversation, talk } of tab.held.values()) {
      checkTalk(world, talk, 'volunteer');
      const isTrue = truth.conversations.find(({ id }) => id === talk.id);
      checkRead(world, conversation, isTrue);
      checkSilence(conversation, isTrue, talk);
    }
  });
}

/**
 * Sessions that pages were told are unknown: the session or its conversation had ended, or there was no valid resume
 * ticket to restore it with (rule F3).
 */
function checkLost(world: World): void {
  const { ended } = world.model.state;
  for (const { token, talk, resumable } of world.seekers.flatMap((tab) => tab.lost.splice(0))) {
    must(!resumable || ended.has(digest(token)) || ended.has(talk), '[F3] a session was lost', {
      token,
    });
  }
}

/** Everything readable equals the model, and every derived index in the store is consistent. */
export async function audit(world: World, random: Random): Promise<void> {
  await world.readAll();
  await world.settle(random);
  const dump = await dumpOf(world.redis, world.keys.root);
  try {
    expectConsistent(dump, true);
  } catch (error) {
    must(false, `the store is inconsistent: ${(error as Error).message}`);
  }
  const { holdUntil } = world.model.state.epoch ?? { holdUntil: null };
  const held = holdUntil !== null && holdUntil + SWEEP_TICKS * SECOND_MS > world.clock.now();
  const left = held ? [] : pairsLeft(dump, world.clock.now(), TIMES.declineHoldMs);
  mustEqual(left, [], '[Q9] left behind by a sweep');
}

/** Keys that remain at the end: counters and the times of matches, nothing about a person. */
const LEFT_OVER = /^(?:line|matches:(?:no|en)|nodes|epoch|tally:tickets:all)$/;

/** Anyone still held as connected after this time would be held for ever (ms). */
const AT_LAST_MS = 3_600_000;

/** Disconnects everyone, and lets time pass until no deadline is left. */
export async function empty(world: World, random: Random): Promise<void> {
  for (const { line } of [...world.seekers, ...world.volunteers]) line.drop();
  await quiet(world, random);
  // By now dead nodes are known to be dead.
  await quiet(world, random);
  const began = world.clock.now();
  for (;;) {
    const next = Math.min(...world.model.state.deadlines.values());
    if (next === Number.POSITIVE_INFINITY) break;
    const { talks, sessions } = world.model.state;
    const ghosts = { talks: talks.size, sessions: sessions.size };
    must(next - began < AT_LAST_MS, '[F1, Q9] somebody is still there when all are gone', ghosts);
    world.clock.move(Math.max(0, next - world.clock.now()));
    world.nodes[0]?.tick();
    await world.settle(random);
  }
  const left = keysIn(await dumpOf(world.redis, world.keys.root)).filter(
    (key) => !LEFT_OVER.test(key),
  );
  mustEqual(left, [], '[Q9] left when all are gone');
}
