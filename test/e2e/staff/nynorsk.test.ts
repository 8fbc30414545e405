/** The pages of staff in nynorsk. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inviteTo } from '../../helpers/invites.ts';
import { expectAccessible, pageOf, sitDown } from '../../helpers/pages.ts';
import { virtualDevice } from '../../helpers/virtual-device.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

const button = (page: Page, name: string) => page.getByRole('button', { name });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

test('[U1, U2] nynorsk is on every page of staff, also after a link from one page to the other', async () => {
  await using seat = await sitDown(browser, { width: 360, height: 740 });
  const { page, faults } = seat;
  await virtualDevice(page);
  const shows = async (): Promise<void> => {
    await expectAccessible(seat);
    expect(
      await page.evaluate(() => {
        const { lang, scrollWidth } = document.documentElement;
        return [lang, scrollWidth];
      }),
    ).toEqual(['nn', 360]);
  };
  const roles = ['volunteer', 'leader', 'admin'] as const;
  const invite = await inviteTo(service, { kind: 'join', roles, trained: true });
  await page.goto(`${pageOf(service)}?lang=nn#invite=${invite}`);
  await heading(page, 'Velkomen').waitFor();
  await shows();
  await page.getByLabel('Namnet ditt her').fill('Synnøve');
  await button(page, 'Lag passnøkkel og bli med').click();
  await button(page, 'Gå på vakt').click();
  await button(page, 'Ta pause').waitFor();
  await shows();
  await page.getByRole('link', { name: 'Administrer' }).click();
  await heading(page, 'Dei som svarar').waitFor();
  await shows();
  await page.getByRole('link', { name: 'Vaktplan' }).click();
  await page.getByText('Bruk måndag kvar dag').waitFor();
  await shows();
  await page.getByRole('link', { name: 'Til vakta', exact: true }).click();
  await button(page, 'Ta pause').waitFor();
  await shows();
  expect(faults).toEqual([]);
});
