/** A leader's visit as four people live through it, on two nodes, with everything that goes wrong (rules E5, V4). */
import { afterAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import {
  LOOKS,
  asks,
  fourPeople,
  press,
  says,
  shows,
  type Four,
  type Texts,
  wordsIn,
} from '../helpers/four-people.ts';
import { type Seat, box, button, expectAccessible, hears, log } from '../helpers/pages.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

/** Kari calls, and Nora takes the call. */
async function called({ kari, nora }: Four, { staff: { calls } }: Texts): Promise<void> {
  await press(kari, calls.open);
  await press(kari, calls.ask.help);
  await press(nora, calls.take);
  await shows(kari, calls.own.taken('Nora'));
}

/** Kari lets Nora in: all three see it, and Nora has nothing to read yet. */
async function letIn({ kari, nora, seeker }: Four, { staff, late }: Texts): Promise<void> {
  // On a phone the checklist for danger covers the conversation.
  const guide = kari.page.getByRole('button', { name: staff.guide.heading, expanded: true });
  if (await guide.isVisible()) await guide.click();
  await press(kari, staff.talk.visit.letIn('Nora'));
  await shows(kari, staff.talk.visit.here('Nora'));
  await shows(seeker, late.conversation.leader.here('Nora'));
  await shows(nora, staff.talk.visit.from('Kari'));
  await box(nora).waitFor();
}

/** The conversations whose keys this tab has. */
const talksOf = async ({ page }: Seat): Promise<string[]> => {
  const names = await page.evaluate(() => Object.keys(sessionStorage));
  return names.flatMap((name) => name.match(/(?<=\.talk\.)[\w-]+/) ?? []);
};

/** The visit is over: all three see it, and nothing of it is left on Nora's page, who may have an aside with Kari. */
async function isOver({ kari, nora, seeker }: Four, { staff, late }: Texts): Promise<void> {
  await shows(kari, staff.talk.visit.left('Nora'));
  await shows(seeker, late.conversation.leader.left('Nora'));
  await log(nora).waitFor({ state: 'detached' });
  const visited = await talksOf(seeker);
  expect(visited).toHaveLength(1);
  expect(await talksOf(nora)).not.toContain(visited[0]);
}

const all = async (seats: readonly Seat[], texts: readonly string[]): Promise<void> => {
  for (const seat of seats) await hears(seat, texts);
};

/** The ciphertexts that this page has sent or received, each once. */
const ciphertexts = (sent: Four['sent']['nora']): ReadonlySet<string> =>
  new Set(sent.flatMap(({ text }) => text.match(/(?<="ciphertext":")[\w-]+/g) ?? []));

// Four people take many steps, each looked at by axe.
describe.each(LOOKS)('in %s', { timeout: 300_000 }, (locale, viewport, scheme) => {
  test('[E5, V4] the leader is let in, writes, leaves, comes again, and reads nothing of before and after', async () => {
    const texts = await wordsIn(locale);
    const { staff, late } = texts;
    const name = `visit-${locale}`;
    await using four = await fourPeople(browser, texts, { viewport, scheme, name });
    const { kari, nora, seeker, other, wires, sent, look } = four;
    const three = [kari, nora, seeker];
    const two = [kari, seeker];
    await says(kari, texts, 'før en');
    await says(seeker, texts, 'før to');
    await all(two, ['før en', 'før to']);
    await four.otherJoins();
    await called(four, texts);
    await look('taken');
    const before = ciphertexts(sent.kari);
    expect(before.size).toBe(2);

    await letIn(four, texts);
    await look('let-in');
    for (const seat of three) await seat.page.reload();
    await shows(kari, staff.talk.visit.here('Nora'));
    await shows(seeker, late.conversation.leader.here('Nora'));
    await box(nora).waitFor();
    await says(nora, texts, 'hei, jeg er Nora');
    await says(seeker, texts, 'hei Nora');
    await says(kari, texts, 'fint at du er her');
    const visited = ['hei, jeg er Nora', 'hei Nora', 'fint at du er her'];
    await hears(nora, visited);
    await all(two, ['før en', 'før to', ...visited]);
    for (const seat of two) await shows(seat, `${staff.talk.visit.role} Nora`);
    await look('talking');
    for (const seat of three) await seat.page.reload();
    await hears(nora, visited);
    await all(two, ['før en', 'før to', ...visited]);

    // Each loses the network, writes all the same, and is understood.
    for (const who of ['seeker', 'kari', 'nora'] as const) {
      wires[who].arrivals = 'refuse';
      wires[who].cut();
      const text = `uten nett ${who}`;
      await says(four[who], texts, text);
      for (const seat of three) if (seat !== four[who]) await says(seat, texts, `${text} hører`);
      wires[who].arrivals = 'pass';
      for (const seat of three) await log(seat).getByText(text, { exact: true }).waitFor();
      for (const seat of three)
        await expect.poll(() => log(seat).getByText(`${text} hører`).count()).toBe(2);
    }
    expect(await log(nora).innerText()).not.toContain('før');

    // Nora leaves. The conversation goes on.
    await press(nora, staff.talk.visit.leave);
    await isOver(four, texts);
    await shows(nora, staff.note.visit.left('Kari'));
    await look('left');
    const during = ciphertexts(sent.nora);
    await says(seeker, texts, 'er hun borte?');
    await says(kari, texts, 'ja');
    for (const seat of two) await log(seat).getByText('ja', { exact: true }).waitFor();

    // Danger, while Nora has the call: she is let in again, and Kari ends the visit.
    await press(kari, staff.calls.own.raise);
    await look('raised');
    await letIn(four, texts);
    await shows(nora, staff.talk.urgent);
    await says(nora, texts, 'jeg er tilbake');
    await hears(seeker, ['jeg er tilbake']);
    await hears(nora, ['jeg er tilbake']);
    await look('danger');
    await press(kari, staff.talk.visit.close);
    await isOver(four, texts);
    await look('ended-by-kari');

    // Nora hands the call back while she is in the conversation.
    await letIn(four, texts);
    // On a phone, the calls are under *Overview*.
    const back = button(nora, staff.work.toOverview);
    if (await back.isVisible()) await back.click();
    await shows(nora, staff.calls.inside);
    await look('visit-and-calls');
    await press(nora, staff.calls.giveBack);
    await isOver(four, texts);
    await shows(nora, staff.calls.untaken);
    await look('handed-back');
    await says(seeker, texts, 'er vi alene?');
    await hears(kari, ['er vi alene?']);

    // What the leader's page got: only what was sent during the visits.
    const outside = new Set([...ciphertexts(sent.kari), ...ciphertexts(sent.seeker)]);
    const read = ciphertexts(sent.nora);
    expect(read.size).toBeGreaterThan(during.size);
    expect([...before].filter((each) => read.has(each))).toEqual([]);
    expect([...outside].filter((each) => !read.has(each)).length).toBe(before.size + 3);
    // The second seeker saw nothing of it.
    expect(await other.page.getByRole('main').innerText()).not.toMatch(/Nora|Kari/);
    const toOther = sent.other.filter(({ way }) => way === 'down').map(({ text }) => text);
    expect(toOther.join('\n')).not.toMatch(/Nora|Kari|seats:changed|message:posted/);
    expect(four.faults()).toEqual([]);
  });

  test('[E5, C3, C5, C8, C10, C17] what fails says why, absences and marks are followed, and each end of a visit is told', async () => {
    const texts = await wordsIn(locale);
    const { staff, late, words } = texts;
    const name = `visit-faults-${locale}`;
    await using four = await fourPeople(browser, texts, { viewport, scheme, name });
    const { kari, nora, seeker, wires, look } = four;
    const cutOff = (who: keyof typeof wires): void => {
      wires[who].arrivals = 'refuse';
      wires[who].cut();
    };
    const goOn = (who: keyof typeof wires): void => {
      wires[who].arrivals = 'pass';
    };
    await says(kari, texts, 'hei');
    await hears(seeker, ['hei']);
    await called(four, texts);

    // The seeker wrote without a network, before Nora came.
    cutOff('seeker');
    await says(seeker, texts, 'bare til Kari');
    await press(kari, staff.talk.visit.letIn('Nora'));
    await box(nora).waitFor();
    goOn('seeker');
    await shows(seeker, late.conversation.leader.unread('Nora'));
    await look('failed');
    await seeker.page.reload();
    await shows(seeker, late.conversation.leader.unread('Nora'));
    expect(await log(nora).innerText()).not.toContain('bare til Kari');
    await press(seeker, words.talk.retry);
    await all([kari, nora, seeker], ['bare til Kari']);
    expect(await seeker.page.getByText(late.conversation.leader.unread('Nora')).count()).toBe(0);

    // Nora's page follows the mark for danger. On a phone the marks are beside the guidance.
    const guide = button(kari, staff.guide.heading);
    if (await guide.isVisible()) await guide.click();
    await press(kari, staff.talk.markDanger);
    await shows(nora, staff.talk.urgent);
    await press(kari, staff.talk.unmarkDanger);
    await nora.page
      .getByText(staff.talk.urgent, { exact: true })
      .first()
      .waitFor({ state: 'detached' });
    if (await guide.isVisible()) await guide.click();

    // Who is away.
    cutOff('nora');
    await shows(kari, staff.talk.visit.away('Nora'));
    await shows(seeker, late.conversation.away('Nora'));
    await look('leader-away');
    goOn('nora');
    await shows(kari, staff.talk.visit.here('Nora'));
    await shows(seeker, late.conversation.leader.here('Nora'));
    cutOff('kari');
    await shows(nora, staff.talk.visit.alone('Kari'));
    await look('volunteer-away');
    goOn('kari');
    await shows(nora, staff.talk.visit.from('Kari'));

    // Kari ends the visit while Nora, who has just written, is away.
    cutOff('nora');
    await says(nora, texts, 'kommer ikke fram');
    await press(kari, staff.talk.visit.close);
    await shows(seeker, late.conversation.leader.left('Nora'));
    goOn('nora');
    await isOver(four, texts);
    const { left, over, unsent } = staff.note.visit;
    await shows(nora, `${left('Kari')} ${unsent}`);
    await look('unsent');

    // During a transfer that is pending, the visit goes on; the leader is not told of it.
    await letIn(four, texts);
    expect(await nora.page.getByText(left('Kari')).count()).toBe(0);
    await asks(kari, texts, staff.transfer.any, 'end_of_shift');
    await button(seeker, texts.transfer.no('Kari')).waitFor();
    await says(nora, texts, 'jeg blir litt');
    await hears(seeker, ['jeg blir litt']);
    await look('transfer-asked');
    await press(seeker, texts.transfer.no('Kari'));
    await shows(kari, staff.transfer.outcome.refused);
    await button(kari, staff.note.dismiss).click();

    // The seeker leaves the page, for a site of which nothing is needed here.
    await seeker.page.route('https://www.yr.no/**', (route) => route.fulfill({ body: '' }));
    await button(seeker, words.exit.button).click();
    await shows(nora, over('Kari'));
    await shows(kari, staff.note.ended.exit);
    for (const seat of [kari, nora]) await expectAccessible(seat);
    const stored = await nora.page.evaluate(() => Object.keys(sessionStorage).join());
    expect(stored).not.toMatch(/(?:talk|visit|draft)\./);
    expect(four.faults()).toEqual([]);
  });
});
