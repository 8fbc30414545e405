/** Somebody of the staff at a browser with passkeys: Chromium's own authenticator in software. In English. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { TestService } from './service.ts';

export interface StaffSeat extends AsyncDisposable {
  readonly page: Page;
  /** Whatever went wrong on the page. */
  readonly faults: string[];
  button(name: string | RegExp): Locator;
  link(name: string | RegExp): Locator;
  box(name: string | RegExp): Locator;
  heading(name: string | RegExp): Locator;
  goTo(path: string): Promise<void>;
}

/** Passkeys belong to a name, not to an address: each node is reached by this one. */
function localhost(service: TestService, node: number): string {
  return service.origin(node).replace('127.0.0.1', 'localhost');
}

export async function staffSeat(
  browser: Browser,
  service: TestService,
  { node = 0, width = 1280 }: { readonly node?: number; readonly width?: number } = {},
): Promise<StaffSeat> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    locale: 'en',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const chromium = await context.newCDPSession(page);
  await chromium.send('WebAuthn.enable');
  await chromium.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      automaticPresenceSimulation: true,
    },
  });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    // A refusal that a page is ready for is written down by browsers all the same.
    const isRefusal = /status of 4\d\d/.test(line.text());
    if (line.type() === 'error' && !isRefusal) faults.push(line.text());
  });
  return {
    ...{ page, faults },
    button: (name) => page.getByRole('button', { name, exact: true }),
    link: (name) => page.getByRole('link', { name, exact: true }),
    box: (name) => page.getByRole('textbox', { name, exact: true }),
    heading: (name) => page.getByRole('heading', { name }),
    goTo: async (path) => void (await page.goto(localhost(service, node) + path)),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Follows a link with a new passkey. */
export async function joinBy(seat: StaffSeat, path: string, alias: string): Promise<void> {
  await seat.goTo(path);
  await seat.box('Your name here').fill(alias);
  await seat.button('Create passkey and join').click();
  await signedIn(seat, alias);
}

export async function signedIn({ page }: StaffSeat, alias: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${alias} ?, My page$`) }).waitFor();
}

/** The part of a link that holds on every node. */
export const pathOf = (link: string): string => link.replace(/^https?:\/\/[^/]+/, '');
