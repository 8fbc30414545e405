/** The length of every frame and body is independent of a seeker's answers, on both sides. */
import { systemClock } from '@terskel/client/clock';
import type { ShownAside } from '@terskel/client/state/aside';
import type { Answers, Feedback } from '@terskel/client/state/model';
import { TOPICS } from '@terskel/shared/choices';
import { expect, onTestFinished, test } from 'vitest';
import { openCookieJar } from '../helpers/cookie-jar.ts';
import { type Lengths, watchLengths } from '../helpers/frame-lengths.ts';
import { inviteTo } from '../helpers/invites.ts';
import { stage } from '../helpers/stage.ts';
import { openSeekerTab, openVolunteerTab } from '../helpers/tabs.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

const FEELINGS = [null, 1, 2, 3, 4, 5, null, 1, 5] as const;
const AGES = [null, 'under_18', 'adult'] as const;
/** Test timeout: for hangs, not for a slow machine (ms). */
const PATIENCE_MS = 30_000;
/** Feedback with the shortest and the longest answers. */
const AFTER: readonly Feedback[] = [
  { feeling: 1 },
  { heard: 5 },
  { feeling: 5, heard: 1, comment: 'å'.repeat(500) },
];
/** Every answer to every question before the conversation. */
const ALL: readonly Answers[] = [null, ...TOPICS].map((topic, at) => ({
  language: 'no',
  topic,
  feeling: FEELINGS[at] ?? null,
  age: AGES[at % 3] ?? null,
  urgent: at % 2 === 0,
}));

function add(all: Lengths, some: Lengths): void {
  for (const [kind, lengths] of some) {
    const known = all.get(kind) ?? new Set();
    for (const length of lengths) known.add(length);
    all.set(kind, known);
  }
}

/** Describes the kinds that occurred in more than one length. */
const unequal = (lengths: Lengths) =>
  [...lengths]
    .filter(([, each]) => each.size > 1)
    .map(([kind, each]) => `${kind}: ${[...each].join(', ')}`);

test.each(['pass', 'refuse'] as const)(
  '[E7] frames and bodies have the same length whatever the answers, when WebSockets %s',
  async (upgrades) => {
    await using on = await stage({ pace: systemClock });
    const { service, wires, volunteer } = on;
    // Reconnects are part of the run, so that snapshots are compared as well.
    const seen = { seeker: new Map() as Lengths, volunteer: new Map() as Lengths };
    for (const wire of Object.values(wires)) wire.upgrades = upgrades;
    for (const [at, answers] of ALL.entries()) {
      const done = { seeker: watchLengths(wires.seeker), volunteer: watchLengths(wires.volunteer) };
      wires.volunteer.cut();
      const seeker = openSeekerTab(() => wires.seeker.origin, systemClock);
      seeker.controller.actions.start(answers);
      await seeker.until('waiting', () => true, PATIENCE_MS);
      await service.tick();
      await volunteer.until('work', ({ link }) => link === 'online', PATIENCE_MS);
      volunteer.controller.actions.take();
      const { talks } = await volunteer.until(
        'work',
        (view) => view.talks[0]?.keys === 'agreed',
        PATIENCE_MS,
      );
      await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed', PATIENCE_MS);
      seeker.controller.actions.typing();
      seeker.controller.actions.send('Hei');
      await volunteer.until('work', (view) => view.talks[0]?.lines.length === 1, PATIENCE_MS);
      for (const wire of Object.values(wires)) wire.cut();
      await seeker.until('conversation', ({ link }) => link !== 'online', PATIENCE_MS);
      await seeker.until('conversation', ({ link }) => link === 'online', PATIENCE_MS);
      await volunteer.until('work', ({ link }) => link === 'online', PATIENCE_MS);
      volunteer.controller.actions.end(talks[0]?.conversationId as never, null);
      await seeker.until('ended', () => true, PATIENCE_MS);
      expect(await seeker.controller.actions.answer(AFTER[at % 3] ?? {})).toBe('heard');
      seeker.controller.actions.leave();
      await volunteer.until('work', (view) => view.talks.length === 0, PATIENCE_MS);
      // The queue that the reconnecting page received still held this seeker.
      await service.tick();
      await volunteer.until('work', ({ overview }) => overview.intake.waiting === 0, PATIENCE_MS);
      volunteer.controller.actions.pause();
      seeker.controller.dispose();
      for (const seat of ['seeker', 'volunteer'] as const) add(seen[seat], done[seat]());
    }
    for (const lengths of Object.values(seen)) expect(unequal(lengths)).toEqual([]);
    for (const kind of ['ticket:open', 'conversation:confirm', 'typing:set', '/api/feedback'])
      expect([...seen.seeker.keys()]).toContain(`up ${kind}`);
    for (const kind of ['ack offer:take', 'queue:changed', 'session:snapshot', 'message:posted'])
      expect([...seen.volunteer.keys()]).toContain(`down ${kind}`);
  },
  180_000,
);

test('[E7, C11] frames have the same length whatever a seeker answers to a transfer', async () => {
  await using on = await stage({ pace: systemClock });
  const { service, wires, volunteer, seeker } = on;
  const seen = { seeker: new Map() as Lengths, volunteer: new Map() as Lengths };
  seeker.controller.actions.start(ALL[0] as Answers);
  await seeker.until('waiting', () => true, PATIENCE_MS);
  await service.tick();
  volunteer.controller.actions.take();
  const agreed = ({ keys }: { readonly keys: string }) => keys === 'agreed';
  const { talks } = await volunteer.until('work', (view) => view.talks.some(agreed), PATIENCE_MS);
  await seeker.until('conversation', ({ talk }) => agreed(talk), PATIENCE_MS);
  const id = talks[0]?.conversationId as never;
  async function reconnect(): Promise<void> {
    const both = async (fits: (view: { readonly link: string }) => boolean) =>
      Promise.all([
        seeker.until('conversation', fits, PATIENCE_MS),
        volunteer.until('work', fits, PATIENCE_MS),
      ]);
    const cut = both(({ link }) => link !== 'online');
    for (const wire of Object.values(wires)) wire.cut();
    await cut;
    await both(({ link }) => link === 'online');
  }
  for (const answer of ['no', 'without', 'history'] as const) {
    const done = { seeker: watchLengths(wires.seeker), volunteer: watchLengths(wires.volunteer) };
    await reconnect();
    volunteer.controller.actions.askTransfer(id, 'experience', { kind: 'any' });
    await seeker.until('conversation', ({ talk }) => talk.transfer !== null, PATIENCE_MS);
    expect(await seeker.controller.actions.answerTransfer(answer)).toBe(true);
    const state = answer === 'no' ? undefined : 'waiting';
    await volunteer.until('work', (view) => view.talks[0]?.transfer?.state === state, PATIENCE_MS);
    // The snapshots hold the state of the transfer.
    await reconnect();
    volunteer.controller.actions.cancelTransfer(id);
    await seeker.until('conversation', ({ talk }) => talk.transfer === null, PATIENCE_MS);
    for (const seat of ['seeker', 'volunteer'] as const) add(seen[seat], done[seat]());
  }
  for (const lengths of Object.values(seen)) expect(unequal(lengths)).toEqual([]);
  for (const kind of ['up transfer:answer', 'down transfer:changed', 'down resume:issued'])
    expect([...seen.seeker.keys()]).toContain(kind);
  expect([...seen.volunteer.keys()]).toContain('down transfer:changed');
}, 60_000);

/** So long that a leader's first frame of a visit is about as long as a size of frames. */
const LEADER = `N${'å'.repeat(38)}`;

test('[E7, E5] frames of a visit have the same length whatever a seeker answered before, on all three sides', async () => {
  await using on = await stage({ pace: systemClock, service: { nodes: 3 } });
  const { service, volunteer } = on;
  const roles = ['volunteer', 'leader'] as const;
  const invite = await inviteTo(service, { kind: 'join', roles: [...roles], trained: true });
  const wires = { ...on.wires, leader: await startTcpProxy(service.nodes[0]?.port ?? 0) };
  onTestFinished(() => wires.leader[Symbol.asyncDispose]());
  const jar = await openCookieJar(wires.leader.origin);
  onTestFinished(() => jar[Symbol.asyncDispose]());
  const leader = openVolunteerTab(() => jar.origin, `#invite=${invite}`, systemClock);
  onTestFinished(() => leader.controller.dispose());
  await leader.until('join', () => true, PATIENCE_MS);
  leader.controller.actions.entry.join(LEADER);
  await leader.until('work', ({ link }) => link === 'online', PATIENCE_MS);
  leader.controller.actions.startShift();
  await leader.until('work', ({ availability }) => availability.state === 'ready', PATIENCE_MS);
  leader.controller.actions.pause();
  await leader.until('work', ({ availability }) => availability.state === 'paused', PATIENCE_MS);
  const seen = { seeker: new Map(), volunteer: new Map(), leader: new Map() } as const;
  const seats = ['seeker', 'volunteer', 'leader'] as const;
  async function reconnectStaff(): Promise<void> {
    for (const [tab, wire] of [
      [volunteer, wires.volunteer],
      [leader, wires.leader],
    ] as const) {
      const isCut = tab.until('work', ({ link }) => link !== 'online', PATIENCE_MS);
      wire.cut();
      await isCut;
      await tab.until('work', ({ link }) => link === 'online', PATIENCE_MS);
    }
  }
  for (const [at, answers] of ALL.entries()) {
    // A node counts what a session sends (rule R1): so many conversations are not held so quickly.
    const { port = 0 } = service.nodes[at % service.nodes.length] ?? {};
    for (const role of roles) wires[role].targets = [port];
    const stops = seats.map((seat) => [seat, watchLengths(wires[seat])] as const);
    await reconnectStaff();
    const seeker = openSeekerTab(() => wires.seeker.origin, systemClock);
    seeker.controller.actions.start(answers);
    await seeker.until('waiting', () => true, PATIENCE_MS);
    await service.tick();
    volunteer.controller.actions.take();
    const { talks } = await volunteer.until(
      'work',
      (view) => view.talks[0]?.keys === 'agreed',
      PATIENCE_MS,
    );
    const id = talks[0]?.conversationId as never;
    volunteer.controller.actions.raiseCall(id, 'help');
    await leader.until('work', ({ calls }) => calls.length === 1, PATIENCE_MS);
    leader.controller.actions.takeCall(id);
    await volunteer.until('work', (view) => view.talks[0]?.call?.by === LEADER, PATIENCE_MS);
    const isAside = ({ isOver, keys }: ShownAside) => !isOver && keys === 'agreed';
    await leader.until('work', ({ asides }) => asides.some(isAside), PATIENCE_MS);
    volunteer.controller.actions.letIn(id);
    await leader.until('work', (view) => view.talks[0]?.keys === 'agreed', PATIENCE_MS);
    leader.controller.actions.send(id, 'Hei');
    await seeker.until('conversation', ({ talk }) => talk.lines.length === 1, PATIENCE_MS);
    // The snapshots hold the visit.
    const isCut = seeker.until('conversation', ({ link }) => link !== 'online', PATIENCE_MS);
    wires.seeker.cut();
    await Promise.all([isCut, reconnectStaff()]);
    await seeker.until('conversation', ({ link }) => link === 'online', PATIENCE_MS);
    leader.controller.actions.closeVisit(id);
    await seeker.until('conversation', ({ talk }) => talk.leader === null, PATIENCE_MS);
    await leader.until('work', (view) => view.talks.length === 0, PATIENCE_MS);
    volunteer.controller.actions.end(id, null);
    await seeker.until('ended', () => true, PATIENCE_MS);
    await leader.until('work', ({ calls }) => calls.length === 0, PATIENCE_MS);
    await volunteer.until('work', (view) => view.talks.length === 0, PATIENCE_MS);
    volunteer.controller.actions.pause();
    await service.tick();
    seeker.controller.dispose();
    for (const [seat, stop] of stops) add(seen[seat], stop());
  }
  // On a new connection the leader's tab takes the call again, which may be over by then.
  seen.leader.delete('down ack call:take');
  for (const seat of seats) expect([seat, unequal(seen[seat])]).toEqual([seat, []]);
  expect([...seen.leader.keys()]).toContain('down visit:began');
  for (const seat of ['seeker', 'volunteer'] as const)
    expect([...seen[seat].keys()]).toContain('down seats:changed');
}, 120_000);
