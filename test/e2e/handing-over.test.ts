/** Transfers and calls as four people live through them, on two nodes, with everything that goes wrong (rules C11, V4). */
import { afterAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { tracesIn, word } from '../helpers/canary-search.ts';
import { everythingIn } from '../helpers/dump.ts';
import {
  LOOKS,
  asks,
  focusIsIn,
  fourPeople,
  keysOf,
  press,
  says,
  shows,
  wordsIn,
} from '../helpers/four-people.ts';
import { box, button, hears, log } from '../helpers/pages.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

// Four people take many steps, each looked at by axe.
describe.each(LOOKS)('in %s', { timeout: 240_000 }, (locale, viewport, scheme) => {
  test('[C11, E1, A6] no text and no key is sent or stored in clear, whatever happens to a transfer with history', async () => {
    const texts = await wordsIn(locale);
    const { staff, transfer, late } = texts;
    await using four = await fourPeople(browser, texts, {
      viewport,
      scheme,
      name: `over-${locale}`,
    });
    const { kari, nora, seeker, look, frames, service } = four;
    const keys = new Set<string>();
    const dumps: string[] = [];
    const gather = async (): Promise<void> => {
      for (const seat of [kari, nora, seeker]) for (const key of await keysOf(seat)) keys.add(key);
      dumps.push(await everythingIn(service.redis), await everythingIn(service.ledgerRedis));
    };
    const noraOption = staff.transfer.busy(staff.transfer.leads('Nora'));
    await says(kari, texts, word('one'));
    await says(seeker, texts, word('two'));
    await hears(kari, [word('one'), word('two')]);
    await gather();

    // The question closes by Escape, and the focus returns to where it came from.
    await press(kari, staff.talk.end);
    await press(kari, staff.transfer.instead);
    await kari.page.getByRole('heading', { name: staff.transfer.title }).waitFor();
    await look('panel');
    await kari.page.keyboard.press('Escape');
    await expect.poll(() => focusIsIn(kari, staff.talk.end)).toBe(true);

    // Asked, reloaded, refused.
    const free = kari.page.getByRole('radio', { name: noraOption, exact: true });
    const toNora = (await free.count()) > 0 ? noraOption : staff.transfer.leads('Nora');
    await asks(kari, texts, toNora, 'end_of_shift');
    const no = transfer.no('Kari');
    await button(seeker, no).waitFor();
    await gather();
    await look('asked');
    await seeker.page.reload();
    await press(seeker, no);
    await shows(kari, staff.transfer.outcome.refused);
    await look('refused');
    await button(kari, staff.note.dismiss).click();

    // Asked while the seeker writes; agreed; declined. The text that was begun is still there.
    await box(seeker).fill('jeg holder på å skrive');
    await asks(kari, texts, toNora, 'end_of_shift');
    await seeker.page.getByText(transfer.asked('Kari')).first().waitFor();
    await look('asked-while-writing');
    await press(seeker, transfer.read);
    const question = seeker.page.getByRole('heading', { name: transfer.title.colleague('Nora') });
    await question.and(seeker.page.locator(':focus')).waitFor();
    await press(seeker, transfer.yesWithout);
    await shows(nora, staff.transfer.offer.heading('Kari'));
    await shows(nora, staff.transfer.offer.seesNot);
    await seeker.page.reload();
    await shows(seeker, transfer.until.colleague('Kari', 'Nora'));
    await look('offered');
    await press(nora, staff.offer.decline);
    await shows(kari, staff.transfer.outcome.declined('Nora'));
    await shows(seeker, transfer.stays('Kari'));
    expect(await box(seeker).inputValue()).toBe('jeg holder på å skrive');
    await look('declined');
    await button(kari, staff.note.dismiss).click();

    // Agreed, with what was said; the leader goes off duty.
    await asks(kari, texts, toNora, 'end_of_shift');
    await press(seeker, transfer.yesHistory);
    await shows(nora, staff.transfer.offer.sees);
    await gather();
    await press(nora, staff.duty.end);
    await shows(kari, staff.transfer.outcome.declined('Nora'));
    await look('off-duty');
    await button(kari, staff.note.dismiss).click();
    await press(nora, staff.duty.start);
    await press(nora, staff.duty.pause);
    await button(nora, staff.duty.ready).waitFor();
    await four.otherJoins();

    // Agreed, and taken over, while a text for Kari stands in the box.
    await says(seeker, texts, word('three'));
    await hears(kari, [word('one'), word('two'), word('three')]);
    await asks(kari, texts, toNora, 'end_of_shift');
    await press(seeker, transfer.yesHistory);
    await shows(nora, staff.transfer.offer.sees);
    await gather();
    await box(seeker).fill('bare til Kari');
    await press(nora, staff.offer.accept);
    await seeker.page.getByRole('heading', { name: transfer.arrived('Nora') }).waitFor();
    await shows(seeker, transfer.held('Kari'));
    await hears(nora, [word('one'), word('two'), word('three')]);
    await shows(kari, staff.note.ended.transferred);
    await gather();
    await look('taken-over');
    // Also after a reload, the text goes to Nora only after a press.
    await seeker.page.reload();
    await shows(seeker, transfer.held('Kari'));
    await box(seeker).press('Enter');
    expect(await box(seeker).inputValue()).toContain('bare til Kari');
    await press(seeker, transfer.writeTo('Nora'));
    await says(seeker, texts, word('four'));
    await hears(nora, [word('one'), word('two'), word('three'), word('four')]);
    await nora.page.reload();
    await hears(nora, [word('one'), word('two'), word('three'), word('four')]);
    await hears(seeker, [word('one'), word('two'), word('three'), word('four')]);
    expect(await log(kari).innerText()).not.toContain(word('four'));
    await look('gone-on');

    await gather();
    const stored = dumps.join('\n');
    const sent = frames();
    // The recorder and the dumps do contain what is searched in: sealed messages.
    for (const event of ['transfer:ask', 'transfer:answer', 'message:posted', 'ciphertext'])
      expect([event, sent.includes(event)]).toEqual([event, true]);
    expect(stored.includes('transferState')).toBe(true);
    // At least the secrets of both conversations and the seeker's key for the second, each in three forms.
    expect(keys.size).toBeGreaterThanOrEqual(9);
    for (const clear of [sent, stored]) {
      expect(tracesIn(Buffer.from(clear))).toEqual([]);
      expect([...keys].filter((key) => clear.includes(key))).toEqual([]);
    }
    // The seeker ends: nothing of either conversation is left.
    await press(seeker, late.conversation.end);
    await press(seeker, late.conversation.endYes);
    await shows(nora, staff.note.ended.seeker);
    await look('ended');
    expect(four.faults()).toEqual([]);
  });

  test('[C11, V4] help and danger are taken and handed back; the leader takes over; an end in the meantime withdraws the offer', async () => {
    const texts = await wordsIn(locale);
    const { staff, transfer } = texts;
    const { calls } = staff;
    await using four = await fourPeople(browser, texts, {
      viewport,
      scheme,
      name: `over-${locale}`,
    });
    const { kari, nora, seeker, other, look } = four;
    await says(kari, texts, 'hei');
    await hears(seeker, ['hei']);
    await four.otherJoins();

    await press(kari, calls.open);
    await look('calling');
    await press(kari, calls.ask.help);
    await shows(nora, calls.untaken);
    await look('called');
    await press(nora, calls.take);
    await shows(kari, calls.own.taken('Nora'));
    await look('taken');
    await press(nora, calls.giveBack);
    await shows(nora, calls.untaken);
    await press(kari, calls.own.raise);
    await kari.page.getByText(staff.guide.trace).waitFor();
    await look('danger');
    await press(nora, calls.take);
    await nora.page.getByText(calls.mine('Kari')).waitFor();
    await seeker.page.reload();
    await hears(seeker, ['hei']);
    await kari.page.reload();
    await hears(kari, ['hei']);
    await look('danger-taken');

    // The leader takes over, for the reason *leader*; the call is over with Kari's conversation, the mark stays.
    await press(kari, staff.talk.end);
    await press(kari, staff.transfer.instead);
    await kari.page.getByRole('radio', { name: staff.transfer.reasons.leader }).check();
    const aLeader = kari.page.getByRole('radio', { name: staff.transfer.leader, exact: true });
    await expect.poll(() => aLeader.isChecked()).toBe(true);
    await press(kari, staff.transfer.ask);
    await seeker.page.getByText(transfer.title.leader).first().waitFor();
    await look('leader-asked');
    await press(seeker, transfer.yesHistory);
    await shows(nora, staff.transfer.offer.heading('Kari'));
    // Kari has set the mark, not the seeker.
    expect(await nora.page.getByText(staff.offer.urgent).count()).toBe(0);
    await look('leader-offered');
    await press(nora, staff.offer.accept);
    await hears(nora, ['hei']);
    await expect.poll(() => nora.page.getByText(calls.mine('Kari')).count()).toBe(0);
    await shows(nora, staff.talk.urgent);
    await seeker.page.getByRole('main').locator('a[href="tel:113"]').first().waitFor();
    await look('leader-here');

    // The second seeker's conversation ends while it is offered to somebody.
    await says(nora, texts, 'hei, jeg er Nora');
    await hears(seeker, ['hei', 'hei, jeg er Nora']);
    await button(seeker, texts.late.conversation.end).click();
    await button(seeker, texts.late.conversation.endYes).click();
    await button(nora, staff.ended.putAway).click();
    await button(kari, staff.ended.putAway).click();
    await press(kari, staff.duty.done);
    await press(kari, staff.offer.accept);
    await log(other).waitFor();
    await says(other, texts, 'er du der?');
    await hears(kari, ['er du der?']);
    await asks(kari, texts, staff.transfer.any, 'end_of_shift');
    await press(other, transfer.yesWithout);
    await shows(kari, staff.transfer.waiting.any);
    await look('waiting');
    await press(nora, staff.duty.done);
    await shows(nora, staff.transfer.offer.heading('Kari'));
    await other.page.reload();
    await shows(other, transfer.until.any('Kari'));
    await press(kari, staff.talk.end);
    await look('end-while-offered');
    await press(kari, staff.talk.endYes);
    await shows(nora, staff.transfer.withdrawn);
    await other.page.getByRole('log').waitFor({ state: 'detached' });
    await look('withdrawn');
    expect(four.faults()).toEqual([]);
  });
});
