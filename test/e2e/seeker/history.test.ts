/** Browser history on the seeker's page: one entry for all screens after the first, and none after leaving. */
import { expect, test } from 'vitest';
import { joinLine, log, say, seekerAt, volunteerAt } from '../../helpers/pages.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

test('[U3] Back returns to the first screen and keeps the answers; in the queue and in a conversation it asks first', async () => {
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, service.origin());
  const { page } = seeker;
  const start = page.getByRole('button', { name: 'Start a chat' });
  /** Checks that the heading stays in view, because the browser itself scrolls after *Back*. */
  const inView = async (name: string) => {
    const heading = page.getByRole('heading', { name });
    await heading.waitFor();
    await page.waitForTimeout(300);
    const top = await heading.evaluate((one) => one.getBoundingClientRect().top / innerHeight);
    expect(top).toBeGreaterThan(0);
    expect(top).toBeLessThan(1);
  };
  await start.click();
  await page.getByRole('radio', { name: 'Grief' }).check();
  await page.goBack();
  await start.waitFor();
  await page.goForward();
  await page.getByRole('heading', { name: 'Would you like to tell us a little first?' }).waitFor();
  expect(await page.getByRole('radio', { name: 'Grief' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Back' }).click();
  await joinLine(seeker);

  await page.getByText('You are', { exact: false }).first().waitFor();
  await page.setViewportSize({ width: 360, height: 600 });
  await page.evaluate(() => {
    scrollTo(0, document.documentElement.scrollHeight);
    history.back();
  });
  await inView('Do you want to leave the queue?');
  await page.getByRole('button', { name: 'No, keep my place' }).click();

  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await say(seeker, 'still here');
  await page.evaluate(() => history.back());
  await inView('Do you want to end the chat?');
  await log(volunteer).getByText('still here').waitFor();
  await page.getByRole('button', { name: 'Yes, end it' }).click();
  await page.getByRole('button', { name: 'Start again' }).waitFor();
  await page.evaluate(() => history.back());
  await start.waitFor();
  expect(seeker.faults).toEqual([]);
});

test('[U3] after *Leave this page* neither Back nor Forward shows a page of ours', async () => {
  await using seeker = await seekerAt(browser, service.origin());
  const { page } = seeker;
  await page.route(/^https:/, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' }),
  );
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start a chat' }).click();
  await page.getByRole('button', { name: 'Join the queue' }).waitFor();
  await page.getByRole('button', { name: 'Leave this page' }).click({ noWaitAfter: true });
  await page.waitForURL('https://www.yr.no/');
  // The server redirects to the neutral site, which tests cannot reach.
  await page.goForward().catch(() => null);
  expect(page.url()).not.toContain(service.origin());
  await page.goBack().catch(() => null);
  await page.goBack().catch(() => null);
  expect(page.url()).not.toContain(service.origin());
});

test('[U4] in danger the number comes first, then the chat, and the number stays large in the queue and in the conversation', async () => {
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, service.origin());
  const { page } = seeker;
  const large = page.getByRole('main').getByRole('link', { name: 'Call 113' });
  await page.getByRole('button', { name: 'I am in danger now' }).click();
  await page.getByRole('heading', { level: 1, name: 'Call 113 if a life is in danger' }).waitFor();
  const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
  const bar = await page.locator('header > div').boundingBox();
  expect(heading?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
  await large.waitFor();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('button', { name: 'Leave the queue' }).waitFor();
  await large.waitFor();
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  expect(await large.isVisible()).toBe(true);
});
