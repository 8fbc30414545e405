/** A staff member at a browser with passkeys, on any staff page. In English. */
import type { Browser, Locator } from 'playwright-core';
import { type Seat, joinBy, pageOf, sitDown } from './pages.ts';
import type { TestService } from './service.ts';
import { virtualDevice } from './virtual-device.ts';

export interface StaffSeat extends Seat {
  button(name: string): Locator;
  link(name: string): Locator;
  box(name: string): Locator;
  heading(name: string): Locator;
  /** Opens a path of the service on this person's node. */
  goTo(path: string): Promise<void>;
  /** Opens an invite link and joins with a new passkey. */
  join(path: string, alias: string): Promise<void>;
}

export async function staffSeat(
  browser: Browser,
  service: TestService,
  node = 0,
): Promise<StaffSeat> {
  const seat = await sitDown(browser);
  const { page } = seat;
  await virtualDevice(page);
  const at = (path: string): string => new URL(path, pageOf(service, node)).href;
  return Object.assign(seat, {
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    link: (name: string) => page.getByRole('link', { name, exact: true }),
    box: (name: string) => page.getByRole('textbox', { name, exact: true }),
    heading: (name: string) => page.getByRole('heading', { name }),
    goTo: async (path: string) => void (await page.goto(at(path))),
    join: (path: string, alias: string) => joinBy(page, at(path), alias),
  });
}

/** The path of a link, which is valid on every node. */
export const pathOf = (link: string): string => link.replace(/^https?:\/\/[^/]+/, '');
