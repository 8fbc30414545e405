/** The volunteer's page in a browser with fixtures. */
import { describe, expect, test } from 'vitest';
import type { Talk } from '../../client/src/state/model.ts';
import { button, called, heard, openedGallery } from './gallery-page.ts';
import { STATES } from './gallery-states.ts';

const open = openedGallery();

describe('the volunteer', () => {
  test('[C5] cannot end a conversation just after the seeker was lost, and sees why', async () => {
    await using shown = await open('work-talk-end-soon');
    const { page } = shown;
    await page.getByText('Vent til klokka').waitFor();
    await button(page, 'Avslutt samtalen').dispatchEvent('click');
    expect((await called(page)).filter((call) => call.startsWith('end'))).toEqual([]);
  });

  test('[C5, C10] ends with last words', async () => {
    await using shown = await open('work-talk-end');
    const { page } = shown;
    await page.getByLabel('Avslutning').fill('Takk for i kveld.');
    await button(page, 'Avslutt samtalen').click();
    expect(await called(page)).toContain('end "conversation-1" "Takk for i kveld."');
  });

  test('[O7] cannot go off duty with an open conversation, and sees why', async () => {
    await using shown = await open('work-talk');
    const { page } = shown;
    const off = button(page, 'Gå av vakt');
    await off.dispatchEvent('click');
    expect(await called(page)).toEqual([]);
    const reason = await off.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${reason}"]`).innerText()).toContain('Avslutt den');
  });

  test('[U2, C5, C9] a silence is announced when it starts to count, not every minute', async () => {
    await using shown = await open('work-talk-silent');
    const { page } = shown;
    const state = STATES['work-talk-silent'];
    if (state?.page !== 'volunteer' || state.view.page !== 'work') throw new Error('no talk');
    const { view } = state;
    await page.evaluate(() => {
      Object.assign(globalThis, { heard: [] });
      for (const status of document.querySelectorAll<HTMLElement>('[role=status]')) {
        const note = () => {
          const { heard: all } = globalThis as unknown as { heard: string[] };
          if (status.innerText !== '') all.push(status.innerText);
        };
        new MutationObserver(note).observe(status, {
          ...{ childList: true, subtree: true, characterData: true },
        });
      }
    });
    const next = (change: (talk: Talk) => Partial<Talk>) =>
      page.evaluate((following) => gallery.next(following), {
        ...view,
        talks: view.talks.map((talk) => Object.assign(structuredClone(talk), change(talk))),
      });
    const minute = 60_000;
    await next(({ startedAt, lines }) => ({
      startedAt: startedAt - minute,
      lines: lines.map((line) => ({ ...line, acceptedAt: (line.acceptedAt ?? 0) - minute })),
    }));
    await page.getByText('har ikke skrevet på').first().waitFor();
    expect(await heard(page)).toEqual([]);
    await next(({ startedAt }) => ({ other: { connected: false, lostAt: startedAt } }));
    expect(await heard(page)).toEqual([expect.stringContaining('Frakoblet')]);
  });

  test('[U2] a prompt is put into the message box for editing and is not sent', async () => {
    await using shown = await open('work-talk');
    const { page } = shown;
    await page.getByText('Forslag til spørsmål').click();
    await button(page, 'Hvem andre vet om dette?').click();
    expect(await page.getByLabel('Skriv en melding').inputValue()).toBe('Hvem andre vet om dette?');
    expect((await called(page)).filter((call) => call.startsWith('send'))).toEqual([]);
  });

  test('[O2] an offer is announced once and shown in the title; its countdown is silent', async () => {
    await using shown = await open('work-offer');
    const { page } = shown;
    expect(await page.getByRole('alert').innerText()).not.toContain('sekunder');
    expect(await page.title()).toContain('Noen venter på svar fra deg');
    await button(page, 'Svar').click();
    await button(page, 'Ikke nå').click();
    expect(await called(page)).toEqual(['accept', 'decline']);
  });

  test('[V7] a leader releases a seeker only after a question, which keeps the focus', async () => {
    await using shown = await open('work-stuck-one');
    const { page } = shown;
    const release = button(page, 'Gi plassen i køen tilbake');
    await release.click();
    const question = page.getByRole('heading', { name: 'Vil du ta personen ut av samtalen' });
    await expect.poll(() => question.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => release.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(await called(page)).toEqual([]);
    await release.click();
    await question.waitFor();
    await release.click();
    expect(await called(page)).toEqual(['releaseTalk "stuck-2"']);
  });

  test('[V4, U2] an aside names the leader once', async () => {
    await using shown = await open('work-talk-aside');
    const { page } = shown;
    const fold = page.getByRole('button', { name: 'Mellom deg og Nora' });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
    const log = page.getByRole('log', { name: 'Meldinger mellom deg og Nora' });
    expect(await log.innerText()).toContain('Vaktleder Nora');
    expect(await log.innerText()).not.toContain('Nora Nora');
  });
});
