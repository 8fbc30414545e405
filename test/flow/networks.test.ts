/** Two tabs and two nodes with bad networks in between: slow, cut, half open, fragmented, or one-way only. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '@terskel/client/clock';
import type { Talk } from '@terskel/client/state/model';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { type Stage, stage, talking } from '../helpers/stage.ts';
import { quickClock } from '../helpers/tabs.ts';
import type { TcpProxy } from '../helpers/tcp-proxy.ts';
import { SEATS, type SupportSeat } from '../helpers/seats.ts';

/** The most messages that one session may send at once (rule R1). */
const MOST_WORDS = 18;
/** Test timeout: a connection without an answer is given up after 5 s of real time (ms). */
const PATIENCE_MS = 12_000;

type Work = Extract<VolunteerView, { page: 'work' }>;

/** Faults of a network, for open connections and for new ones. */
const WEATHER = {
  cut: (wire) => wire.cut(),
  close: (wire) => wire.close(),
  freeze: (wire) => wire.freeze(),
  deaf: ({ down }) => void (down.silent = true),
  mute: ({ up }) => void (up.silent = true),
  late: ({ up, down }) => void (up.delayMs = down.delayMs = 40),
  slow: ({ down }) => void (down.bytesPerSecond = 20_000),
  crumbs: ({ up, down }) => void (up.pieces = down.pieces = [1, 2, 7, 125, 3, 1_400]),
  refuse: (wire) => void (wire.arrivals = 'refuse'),
  swallow: (wire) => void (wire.arrivals = 'swallow'),
  polls: (wire) => void (wire.upgrades = 'refuse'),
  calm: (wire) => clear(wire),
} satisfies Record<string, (wire: TcpProxy) => void>;

function clear(wire: TcpProxy): void {
  const way = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, pieces: [], silent: false };
  Object.assign(wire.up, way);
  Object.assign(wire.down, way);
  Object.assign(wire, { arrivals: 'pass', upgrades: 'pass' });
}

const step = fc.record({
  do: fc.constantFrom(...(Object.keys(WEATHER) as (keyof typeof WEATHER)[])),
  seat: fc.constantFrom(...SEATS),
  /** Messages written before the next fault. */
  words: fc.integer({ min: 0, max: 3 }),
});

function writer(on: Stage, { conversationId }: Talk) {
  const written = { seeker: [] as string[], volunteer: [] as string[] };
  return {
    written,
    write: (seat: SupportSeat): void => {
      const text = `${seat} ${written[seat].length + 1}`;
      written[seat].push(text);
      if (seat === 'seeker') on.seeker.controller.actions.send(text);
      else on.volunteer.controller.actions.send(conversationId, text);
    },
  };
}

/** Waits for all messages. Returns what is wrong: each must be shown once, in the order written, on both sides. */
async function faults(
  on: Stage,
  written: Readonly<Record<SupportSeat, string[]>>,
): Promise<string[]> {
  const count = written.seeker.length + written.volunteer.length;
  const whole = ({ lines }: Talk) =>
    lines.length === count && lines.every(({ acceptedAt }) => acceptedAt !== null);
  const { talk } = await on.seeker.until('conversation', (view) => whole(view.talk), PATIENCE_MS);
  const { talks } = await on.volunteer.until('work', (view) => view.talks.some(whole), PATIENCE_MS);
  const texts = [talk, ...talks].map(({ lines }) => lines.map(({ text }) => text).join());
  const from = (seat: SupportSeat) => talk.lines.filter((line) => line.from === seat);
  const said = (seat: SupportSeat) => from(seat).map(({ text }) => text);
  return [
    ...(texts[0] === texts[1] ? [] : ['the two sides differ']),
    ...SEATS.filter((seat) => said(seat).join() !== written[seat].join()),
    ...[talk, ...talks].filter(({ tampered }) => tampered).map(() => 'tampered'),
  ];
}

test.each([1, 2, 3, 4])(
  '[F5] both sides write under random network faults: seed %i',
  async (seed) => {
    await using on = await stage({ service: { heartbeatMs: 400 } });
    const { written, write } = writer(on, await talking(on));
    const size = { minLength: 25, maxLength: 25 };
    const [steps = []] = fc.sample(fc.array(step, size), { seed, numRuns: 1 });
    for (const { do: what, seat, words } of steps) {
      for (let word = 0; word < words && written[seat].length < MOST_WORDS; word += 1) write(seat);
      WEATHER[what](on.wires[seat]);
      // Some turns of the event loop, so that the effects of the fault are under way.
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    }
    for (const seat of SEATS) clear(on.wires[seat]);
    expect(await faults(on, written)).toEqual([]);
  },
);

test.each(SEATS)(
  '[F5] a half-open connection of the %s is noticed by the idle tab, which reconnects',
  async (seat) => {
    await using on = await stage({ service: { heartbeatMs: 300 } });
    const { written, write } = writer(on, await talking(on));
    const links = new Set<string>();
    const tab = on[seat];
    tab.controller.view.subscribe(() => {
      if ('link' in tab.view) links.add(tab.view.link);
    });
    on.wires[seat].freeze();
    write(seat === 'seeker' ? 'volunteer' : 'seeker');
    expect(await faults(on, written)).toEqual([]);
    expect(links).toContain('reconnecting');
  },
);

test.each(SEATS)(
  '[F5] a half-open connection of the %s is noticed by the node, which tells the other seat',
  async (seat) => {
    await using on = await stage({ service: { heartbeatMs: 300 } });
    await talking(on);
    on.wires[seat].arrivals = 'refuse';
    on.wires[seat].up.silent = true;
    const { talks } = on.volunteer.view as Work;
    expect(talks[0]?.other).toEqual({ connected: true });
    if (seat === 'seeker')
      await on.volunteer.until('work', (view) => view.talks[0]?.other.connected === false);
    else await on.seeker.until('conversation', ({ talk }) => !talk.other.connected);
  },
);

test('[F5, C3] a message whose acknowledgement was lost is sent again and stays one message', async () => {
  await using on = await stage();
  const { written, write } = writer(on, await talking(on));
  on.wires.seeker.down.silent = true;
  write('seeker');
  await on.volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);
  write('volunteer');
  on.wires.seeker.down.silent = false;
  write('seeker');
  expect(await faults(on, written)).toEqual([]);
});

test('[F5, C3] data that arrives late on an abandoned connection changes nothing', async () => {
  await using on = await stage();
  const { written, write } = writer(on, await talking(on));
  // Longer than the tab waits for an acknowledgement.
  on.wires.seeker.up.delayMs = 1_500;
  write('seeker');
  await on.seeker.until('conversation', ({ link }) => link !== 'online');
  on.wires.seeker.up.delayMs = 0;
  write('seeker');
  expect(await faults(on, written)).toEqual([]);
  write('volunteer');
  await on.volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 3);
  // The delayed bytes have arrived by now, in order, before those that close the connection.
  await expect.poll(() => on.wires.seeker.connections).toBe(2);
  expect(await faults(on, written)).toEqual([]);
});

test.each(['refuse', 'strip', 'swallow'] as const)(
  '[F5] both sides talk by polling where a proxy will %s WebSockets',
  async (upgrades) => {
    await using on = await stage({ pace: upgrades === 'swallow' ? systemClock : quickClock });
    for (const seat of SEATS) {
      on.wires[seat].upgrades = upgrades;
      on.wires[seat].cut();
    }
    const { written, write } = writer(on, await talking(on, PATIENCE_MS));
    for (const seat of [...SEATS, ...SEATS]) write(seat);
    expect(await faults(on, written)).toEqual([]);
  },
  30_000,
);
