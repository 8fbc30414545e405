/**
 * Two tabs, real keys, and a network that loses, duplicates and reorders: the guarantees hold as without faults (rule
 * F5).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otherOf } from '../../helpers/seats.ts';
import { PaperTalk } from './paper-talk.ts';

const seat = fc.constantFrom('seeker', 'volunteer');
const pick = fc.nat(20);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write'), seat, pick }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('deliver'), seat, pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deliver twice'), seat, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut'), seat, pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect'), seat, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload'), seat, pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resnapshot'), seat, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse for now'), seat, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse as stale'), seat, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('go deaf'), seat, pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass time'), seat, pick }) },
);

test('[F5] each message arrives once, in order and intact, whatever the network does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const paper = await PaperTalk.begin();
      let stale = 0;
      const written = { seeker: [] as string[], volunteer: [] as string[] };
      for (const { do: what, seat: from, pick: number } of steps) {
        const tab = paper[from];
        if (what === 'write') {
          const text = `${from} ${written[from].length + 1}`;
          written[from].push(text);
          tab.talk.send(text);
        } else if (what === 'deliver') tab.deliver(number);
        else if (what === 'deliver twice') tab.deliver(number, true);
        else if (what === 'cut') tab.cut();
        else if (what === 'connect') tab.connect();
        else if (what === 'resnapshot') tab.resnapshot();
        else if (what === 'reload') {
          await tab.reload();
        } else if (what === 'refuse for now') {
          paper.refusals.push({ ok: false, code: 'rate_limited', retryAfterMs: 2_000 });
        } else if (what === 'refuse as stale' && stale < 2) {
          // A third refusal in a row would fail the message, and the writer would have to retry it.
          stale += 1;
          paper.refusals.push({ ok: false, code: 'wrong_state' });
        } else if (what === 'go deaf') paper.deaf = number % 2 === 0;
        else paper.clock.move(number * 200);
        // Sometimes two things happen at the same moment.
        if (number % 4 !== 0) await paper.rest();
      }
      await paper.heal();

      const inLog = paper.seeker.texts;
      expect(paper.volunteer.texts).toEqual(inLog);
      for (const from of ['seeker', 'volunteer'] as const) {
        // Each seat's messages in the order written, each once.
        expect(inLog.filter((text) => text.startsWith(from))).toEqual(written[from]);
        const { state } = paper[from].talk;
        expect(state.tampered).toBe(false);
        expect(state.pending).toEqual([]);
        expect(state.others[otherOf(from)]?.shown).toBe(
          inLog.findLastIndex((text) => text.startsWith(from)) + 1,
        );
        expect(paper[from].stored.outbox).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
