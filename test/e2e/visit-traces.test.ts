/**
 * What a whole visit, and a transfer with history during it, leaves on the wire and in the stores: no text and no key in
 * clear, and nothing for the leader of before and after it (rules A3, E1, E5).
 */
import { redisClient } from '@terskel/server/redis/client';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { tracesIn, word } from '../helpers/canary-search.ts';
import { everythingIn } from '../helpers/dump.ts';
import {
  DESK,
  type Sent,
  asks,
  fourPeople,
  keysOf,
  press,
  says,
  shows,
  wordsIn,
} from '../helpers/four-people.ts';
import { box, button, hears, log } from '../helpers/pages.ts';
import { commandsDuring } from '../helpers/monitor.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

/** The ciphertexts of the messages that occur in these frames. */
const ciphertextsIn = (sent: readonly Sent[]): ReadonlySet<string> =>
  new Set(sent.flatMap(({ text }) => text.match(/(?<="ciphertext":")[\w-]+/g) ?? []));

/** Every command that two stores receive meanwhile, as one text. */
async function monitored(
  stores: readonly { readonly url: string; readonly client: Parameters<typeof everythingIn>[0] }[],
  run: () => Promise<void>,
): Promise<string> {
  const [store, ...rest] = stores;
  if (store === undefined) {
    await run();
    return '';
  }
  const watcher = await redisClient(store.url, () => {}).connect();
  let others = '';
  const asked = await commandsDuring(watcher, store.client, async () => {
    others = await monitored(rest, run);
  });
  watcher.destroy();
  return [...asked.map(({ words }) => words.join(' ')), others].join('\n');
}

test(
  '[A3, E1, E5, C11] during a visit and a transfer no text and no key is sent or stored in clear, and the leader gets nothing of before and after',
  { timeout: 180_000 },
  async () => {
    const texts = await wordsIn('en');
    const { staff, transfer } = texts;
    const look = { viewport: DESK, scheme: 'light', name: 'visit-traces' } as const;
    await using four = await fourPeople(browser, texts, look);
    const { kari, nora, seeker, other, sent, service } = four;
    const keys = new Set<string>();
    const dumps: string[] = [];
    /** What was sent to each page until now. */
    const upTo = () => ({ nora: sent.nora.length, seeker: sent.seeker.length });
    const gather = async (): Promise<void> => {
      for (const seat of [kari, nora, seeker, other])
        for (const key of await keysOf(seat)) keys.add(key);
      dumps.push(await everythingIn(service.redis), await everythingIn(service.ledgerRedis));
    };
    const three = [kari, nora, seeker];
    const parts: Record<'before' | 'during' | 'after', ReturnType<typeof upTo>> = {
      before: upTo(),
      during: upTo(),
      after: upTo(),
    };
    const stores = [
      { url: service.live.url, client: service.redis },
      { url: service.ledger.url, client: service.ledgerRedis },
    ];
    const asked = await monitored(stores, async () => {
      await says(kari, texts, word('before-one'));
      await says(seeker, texts, word('before-two'));
      await hears(kari, [word('before-one'), word('before-two')]);
      await press(kari, staff.calls.open);
      await press(kari, staff.calls.ask.help);
      await press(nora, staff.calls.take);
      await gather();
      parts.before = upTo();
      await press(kari, staff.talk.visit.letIn('Nora'));
      await box(nora).waitFor();
      await says(nora, texts, word('during-one'));
      await says(seeker, texts, word('during-two'));
      await says(kari, texts, word('during-three'));
      const during = [word('during-one'), word('during-two'), word('during-three')];
      await hears(nora, during);
      await gather();
      for (const { page } of three) await page.reload();
      await hears(nora, during);
      await gather();
      parts.during = upTo();
      await press(nora, staff.talk.visit.leave);
      await log(nora).waitFor({ state: 'detached' });
      await says(seeker, texts, word('after-one'));
      await says(kari, texts, word('after-two'));
      await hears(seeker, [...during, word('after-one'), word('after-two')]);
      await gather();
      parts.after = upTo();

      // Nora comes again, and takes the conversation over while she is in it.
      await press(kari, staff.talk.visit.letIn('Nora'));
      await box(nora).waitFor();
      await asks(kari, texts, staff.transfer.leader, 'leader');
      await press(seeker, transfer.yesHistory);
      await gather();
      await shows(nora, staff.transfer.offer.heading('Kari'));
      await press(nora, staff.offer.accept);
      await hears(nora, [word('before-one'), word('before-two'), ...during]);
      await shows(nora, 'Shift leader Nora');
      await says(nora, texts, word('then'));
      await hears(seeker, [...during, word('after-one'), word('after-two'), word('then')]);
      await gather();
    });

    // The recorders and the dumps do contain what is searched in.
    const frames = four.frames();
    const stored = dumps.join('\n');
    const kinds = ['visit:open', 'visit:began', 'seats:changed', 'message:posted', 'sealedSecret'];
    for (const kind of kinds) expect([kind, frames.includes(kind)]).toEqual([kind, true]);
    for (const kind of ['sealedSecret', 'message:posted', 'PUBLISH'])
      expect([kind, asked.includes(kind)]).toEqual([kind, true]);
    expect(stored).toContain('sealedSecret');
    // The secrets of both conversations and of both visits, the keys of the leader's tab and the seeker's next one, each
    // in three forms.
    expect(keys.size).toBeGreaterThanOrEqual(18);
    for (const clear of [frames, stored, asked]) {
      expect(tracesIn(Buffer.from(clear))).toEqual([]);
      expect([...keys].filter((key) => clear.includes(key))).toEqual([]);
    }
    // The leader's page got the messages of the visit while it lasted, and no others before the transfer.
    const got = ciphertextsIn(sent.nora.slice(0, parts.after.nora));
    const said = (from: number, to: number) => ciphertextsIn(sent.seeker.slice(from, to));
    const before = said(0, parts.before.seeker);
    const after = [...said(parts.during.seeker, parts.after.seeker)].filter(
      (each) => !got.has(each),
    );
    expect([before.size, got.size]).toEqual([2, 3]);
    expect([...before].filter((each) => got.has(each))).toEqual([]);
    expect(after.length).toBeGreaterThanOrEqual(2);
    const between = sent.nora.slice(parts.during.nora, parts.after.nora);
    const events = between.flatMap(({ text }) => /\["([\w:]+)"/.exec(text)?.[1] ?? []);
    expect(
      events.filter((event) => /^(?:message|typing|seats|presence|keys):/.test(event)),
    ).toEqual([]);
    // The second seeker's page got nothing of it at all.
    expect(sent.other.map(({ text }) => text).join('\n')).not.toMatch(/Nora|Kari|ciphertext/);
    await button(seeker, texts.late.conversation.end).waitFor();
    expect(four.faults()).toEqual([]);
  },
);
