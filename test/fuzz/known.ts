/** What the pages know, compared with the model. */
import type { SeekerId, SessionRow, StaffRow, TicketRow } from '@terskel/server/domain/live-store';
import { digest } from '@terskel/server/digest';
import type { Talk } from '@terskel/client/state/model';
import type { Aside, Conversation, Message } from '@terskel/shared/models';
import { type Shown, callOf, callsOf, marksOf, stuckOf } from '../helpers/page-facts.ts';
import { otherOf } from '../helpers/seats.ts';
import { must, mustEqual } from './finding.ts';
import { isWhole, type TalkRecord } from './model/state.ts';
import type { SeekerTab } from './seeker-tab.ts';
import type { VolunteerTab } from './volunteer-tab.ts';
import type { World } from './world.ts';

/** The model's conversation, if its log is complete. Until the seats have handed in their copies, nothing new is shown (rule F3). */
function wholeTalk(world: World, id: string): TalkRecord | undefined {
  const { talks, epoch } = world.model.state;
  const record = talks.get(id);
  return record && isWhole(record) && record.epoch === epoch?.id ? record : undefined;
}

/**
 * The silence stage that a page must show: none while the other seat is away or the seeker is sending (rule C9).
 */
function stageOf({ seat, lines, other }: Shown, { silence }: Conversation) {
  const sends = seat === 'seeker' && lines.some(({ delivery }) => delivery === 'sending');
  return sends || !other.connected ? undefined : silence?.stage;
}

/**
 * Whether the seeker has written within the millisecond in which the silence began. The store then takes a later silence
 * for the same one, which needs a clock that stands still.
 */
function isAnsweredAtOnce({ log, silence: { since } }: TalkRecord): boolean {
  const words = log.filter((message) => message?.from === 'seeker');
  return since !== null && words.some((message) => message?.acceptedAt === since);
}
/** Whether a server in between has swapped the seeker's key. */
const isSwapped = (world: World, record: TalkRecord | undefined) =>
  record !== undefined && world.swapped.has(record.session.id);

/**
 * The states in which the keys may be: agreed, unless they were swapped or the tab has lost them (rules E3, C16). A
 * page deletes the keys of a conversation that it has left. If a loss of the store brings that back, it has keys only
 * as long as it still holds those of its ticket, and its volunteer may not know yet.
 */
function keysOf(
  world: World,
  tab: SeekerTab | VolunteerTab,
  record: TalkRecord,
): readonly Talk['keys'][] {
  if (!('staff' in tab)) {
    const keys = isSwapped(world, record) ? 'differ' : 'agreed';
    const isBack = world.isBruised(record.id) && tab.gone.has(record.id);
    return isBack ? [keys, 'missing', 'differ'] : tab.wentBack ? [keys, 'missing'] : [keys];
  }
  // A leader without keys leaves (rule E5).
  if (record.leader?.id === tab.staff.id) return ['agreed'];
  if (tab.browser.storage.get(`talk.${record.id}`) === null) return ['missing'];
  if (record.seekerConfirmation !== '') return ['agreed'];
  return world.isBruised(record.id) ? ['agreeing', 'agreed'] : ['agreeing'];
}

function checkTalk(
  world: World,
  tab: SeekerTab | VolunteerTab,
  talk: Shown,
  truth: Conversation,
): void {
  const { conversationId: id, seat, keys, lines } = talk;
  // A leader is not told of marks (rule C17).
  const marks = (of: Shown | Conversation) => (seat === 'leader' ? null : marksOf(of));
  const known = { ...marks(talk), connected: talk.other.connected };
  const connected = truth.seats[otherOf(seat)]?.presence.connected;
  mustEqual(known, { ...marks(truth), connected }, `the ${seat} believes`);
  const record = world.model.state.talks.get(id);
  // A tab without keys cannot tell whether the seeker has written since.
  if (keys === 'agreed' && !(record && isAnsweredAtOnce(record)))
    mustEqual(talk.silence?.stage, stageOf(talk, truth), `[C9] silence, the ${seat} believes`);
  if (isSwapped(world, record))
    must(keys !== 'agreed' && lines.length === 0, '[E3] keys are agreed with a stranger', talk);
  const isBruised = world.isBruised(id);
  must(isBruised || !talk.tampered, `[E2] the ${seat} is warned of messages that are missing`);
  const whole = wholeTalk(world, id);
  if (!whole) return;
  must(keysOf(world, tab, whole).includes(keys), `[E3] keys of the ${seat} in ${id}`, keys);
  const { accepted, shown, hasMissed } = tab.witness.of(id);
  const { log, isPartial } = whole;
  const textOf = (message: Message) => tab.witness.textOf(message);
  const logged = new Set(log.map((message) => message && textOf(message)));
  for (const [text, seq] of accepted) {
    if (isPartial && !logged.has(text)) continue;
    const message = log[seq - 1];
    mustEqual(message && textOf(message), text, `[C3] accepted as number ${seq}`);
  }
  if (keys !== 'agreed') {
    mustEqual(shown, [], `[E3] shown to the ${seat} without keys`);
    return;
  }
  checkHistory(world, tab, talk, whole);
  const after = truth.visit?.forLeader?.after ?? 0;
  const all = log
    .slice(after)
    .filter((message) => message !== null)
    .filter(({ ciphertext }) => !world.histories.has(ciphertext))
    .map(textOf);
  const kept = hasMissed ? shown.filter((text) => all.includes(text)).toSorted() : shown;
  mustEqual(kept, hasMissed ? all.toSorted() : all, `[C4] shown to the ${seat}`);
  must(!lines.some(({ delivery }) => delivery === 'sending'), `[C3] left unsent by the ${seat}`);
  if (seat !== 'leader') checkRead(world, tab, talk, truth);
  const last = log.slice(after).findLast((message) => message?.from === otherOf(seat))?.seq ?? 0;
  const received = truth.seats[seat]?.received ?? 0;
  must(received >= last, `[C3] the ${seat} has shown up to ${last}`, received);
}

/** What was said before a transfer: sent only if the seeker agreed, as it was, and shown to the new volunteer. */
function checkHistory(
  world: World,
  { witness }: SeekerTab | VolunteerTab,
  { seat, before }: Shown,
  { log, history, isPartial }: TalkRecord,
): void {
  const histories = log
    .filter((message) => message !== null)
    .filter(({ ciphertext }) => world.histories.has(ciphertext));
  const isVisited = histories.some(({ keyEpoch }) => keyEpoch.visit !== undefined);
  must(!isVisited, '[E5] history that a leader can read');
  must(seat !== 'leader' || before.length === 0, '[E5] said before, shown to a leader', before);
  const sent = histories
    .map((message) => JSON.parse(witness.textOf(message)) as readonly { readonly text: string }[])
    .flatMap((lines) => lines.map(({ text }) => text));
  if (seat === 'volunteer') {
    const shown = before.map(({ text }) => text);
    // What the log has lost stays on the page (rule C15).
    const kept = isPartial ? shown.filter((text) => sent.includes(text)) : shown;
    mustEqual(kept, sent, '[C11] said before, shown to the volunteer');
  }
  if (history === null) return;
  must(history.agreed || sent.length === 0, '[C11] history was sent against the answer', sent);
  const said = history.said.map((message) => witness.textOf(message));
  const order = sent.map((text) => said.indexOf(text));
  must(!order.includes(-1), '[C11] history that was never said', sent);
  mustEqual(
    order.toSorted((a, b) => a - b),
    order,
    '[C11] the order of what was said',
  );
}

/** How far the other seat has read. After a store loss a page may know of more than the store. */
function checkRead(
  world: World,
  { witness }: SeekerTab | VolunteerTab,
  { conversationId, seat, lines }: Shown,
  truth: Conversation,
): void {
  const read = truth.seats[otherOf(seat)]?.received ?? 0;
  const log = world.model.state.talks.get(conversationId)?.log ?? [];
  for (const message of log) {
    if (message === null || message.from !== seat) continue;
    if (world.histories.has(message.ciphertext)) continue;
    const line = lines.find(({ text }) => text === witness.textOf(message));
    const isRead = line?.delivery === 'delivered';
    const isMore = isRead && world.model.counted.losses > 0;
    must(
      isMore || isRead === message.seq <= read,
      `[C3] read up to ${read}, the ${seat} shows`,
      line,
    );
  }
}

function knownTicket(ticket: TicketRow) {
  if (ticket.state === 'offered') return { offered: true };
  return { offered: false, place: ticket.place, asked: ticket.keepWithinMs !== null };
}
function knownOfSeeker(state: SessionRow) {
  if (state.kind === 'ticket') return knownTicket(state.ticket);
  return state.kind;
}
function seekerBelieves({ view }: SeekerTab) {
  if (view?.page !== 'waiting') return view?.page ?? 'idle';
  const { offered, place, keepBy } = view;
  return offered ? { offered } : { offered, place, asked: keepBy !== null };
}

export function checkSeeker(world: World, tab: SeekerTab, index: number): void {
  const { token, talk, browser } = tab;
  if (!tab.active || !browser.online || token === null) return;
  must(browser.wire?.readyState === 'open', 'online on a wire that is closed');
  const truth = world.model.rules.seeker(digest(token) as SeekerId, world.clock.now());
  mustEqual(seekerBelieves(tab), knownOfSeeker(truth), `seeker ${index} believes`);
  if (talk && truth.kind === 'conversation') checkTalk(world, tab, talk, truth.conversation);
}

function knownOfVolunteer(truth: StaffRow) {
  const { availability, offer, conversations, asides, calls, stuck } = truth;
  const talks = conversations.map(({ id }) => id).toSorted();
  return {
    ...{ state: availability.state, offer: offer?.id, talks, calls: callsOf(calls) },
    ...{ stuck: stuckOf(stuck), asides: asides.map(({ id }) => id).toSorted() },
  };
}

export function checkVolunteer(world: World, tab: VolunteerTab, index: number): void {
  const { view, browser } = tab;
  if (view === null || !browser.online) return;
  must(browser.wire?.readyState === 'open', 'online on a wire that is closed');
  const truth = world.model.rules.staff(tab.staff, world.clock.now());
  const believes = {
    ...{ state: view.availability.state, offer: view.offer?.offer.id },
    talks: view.talks.map(({ conversationId }) => conversationId).toSorted(),
    calls: callsOf(view.calls),
    stuck: stuckOf(view.stuck),
    asides: view.asides
      .filter(({ isOver }) => !isOver)
      .map(({ conversationId }) => conversationId)
      .toSorted(),
  };
  mustEqual(believes, knownOfVolunteer(truth), `volunteer ${index} believes`);
  for (const talk of view.talks) {
    const isTrue = truth.conversations.find(({ id }) => id === talk.conversationId);
    if (!isTrue) continue;
    checkTalk(world, tab, talk, isTrue);
    mustEqual(callOf(talk.call), callOf(isTrue.call), '[V4] the call, its volunteer believes');
    const { leaderKey } = isTrue.call ?? {};
    const isOpen = truth.asides.some(({ of }) => of === talk.conversationId);
    must(leaderKey === undefined || isOpen, '[V4] no aside was opened', talk.call);
  }
  for (const aside of truth.asides) checkAside(world, tab, aside);
}

/** A page shows an aside as it is, and reads and sends in it once both have the keys (rules V4, E3). */
function checkAside(world: World, { view, witness }: VolunteerTab, truth: Aside): void {
  const { id, of, seat, seats, confirmations } = truth;
  const shown = view?.asides.find(({ conversationId }) => conversationId === id);
  const record = world.model.state.asides.get(id);
  if (!shown || !record) return;
  const other = seats[seat === 'leader' ? 'volunteer' : 'leader'];
  const { alias, keys, tampered, lines } = shown;
  mustEqual(
    { alias, of: shown.of, connected: shown.other.connected, keys, tampered },
    {
      ...{ alias: other.alias, of, connected: other.presence.connected, tampered: false },
      keys: confirmations.leader === undefined ? 'agreeing' : 'agreed',
    },
    `[V4] the aside, the ${seat} believes`,
  );
  if (keys !== 'agreed') {
    mustEqual(lines, [], '[E3] shown in an aside without keys');
    return;
  }
  const log = record.log.flatMap((message) => (message === null ? [] : [message]));
  mustEqual(
    lines.filter(({ acceptedAt }) => acceptedAt !== null).map(({ text }) => text),
    log.map((message) => witness.textOf(message)),
    `[V4, C4] shown in an aside to the ${seat}`,
  );
  must(!lines.some(({ delivery }) => delivery === 'sending'), '[C3] left unsent in an aside');
  const last = log.findLast(({ from }) => from !== seat)?.seq ?? 0;
  must(seats[seat].received >= last, `[C3] shown in an aside up to ${last}`, seats[seat]);
}

const isWriting = ({ keys, caughtUp, lines }: Pick<Talk, 'keys' | 'caughtUp' | 'lines'>) =>
  keys === 'agreed' && (!caughtUp || lines.some(({ delivery }) => delivery === 'sending'));

/** Whether the tab has something to do by itself, so that its page will change. */
export function isBusy(world: World, tab: SeekerTab | VolunteerTab): boolean {
  const { browser } = tab;
  if (!tab.active || !browser.isUp || tab.isReplaced) return false;
  if (!browser.online || tab.view === null) return true;
  const talks: readonly Shown[] = 'staff' in tab ? tab.talks : tab.talk ? [tab.talk] : [];
  if ('staff' in tab && tab.asides.some((aside) => !aside.isOver && isWriting(aside))) return true;
  return talks.some(
    (talk) => wholeTalk(world, talk.conversationId) !== undefined && isWriting(talk),
  );
}
