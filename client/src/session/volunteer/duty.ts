/** A volunteer's duty and availability, which the tab stores in case the service loses them (rules O9, F3). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { Refusal } from '@terskel/shared/errors';
import type { StaffEvents } from '@terskel/shared/events';
import type { Availability } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { Slots, TabStorage } from '../../storage.ts';
import type { VolunteerPage } from './volunteer-page.ts';

interface DutyOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
}

export class Duty {
  readonly #options: DutyOptions;

  constructor(options: DutyOptions) {
    this.#options = options;
  }

  /** Going on duty also sets the volunteer to ready (rule O9). */
  async startShift(): Promise<void> {
    const { link, page } = this.#options;
    const reply = await link.command('shift:start', {});
    if (reply.ok) await this.set('ready');
    else page.refused(reply);
  }

  /** Going on duty for a call: without offers. Returns whether that succeeded. */
  async startPaused(): Promise<boolean> {
    const reply = await this.#options.link.command('shift:start', {});
    this.#apply(reply);
    return reply.ok;
  }

  async endShift(): Promise<void> {
    this.#apply(await this.#options.link.command('shift:end', {}));
  }

  async set(state: 'ready' | 'paused'): Promise<void> {
    this.#apply(await this.#options.link.command('availability:set', { state }));
  }

  /** Stores and shows the availability. */
  update(availability: Availability): void {
    const { clock, storage, page } = this.#options;
    const { duty: _, ...shift } = storage.get('shift') ?? {};
    const { state } = availability;
    const duty = state === 'off' ? null : ({ duty: state === 'ready' ? state : 'paused' } as const);
    storage.set('shift', { ...shift, ...duty });
    page.dispatch({ type: 'availability', availability, at: clock.now() });
  }

  /** Stores the ticket with which a service that lost its store recognises this tab. */
  storeTicket(issued: Pick<Slots['shift'], 'resumeTicket'>): void {
    const { storage } = this.#options;
    storage.set('shift', { ...storage.get('shift'), ...issued });
  }

  #apply(reply: { readonly ok: true; readonly availability: Availability } | Refusal): void {
    if (reply.ok) this.update(reply.availability);
    else this.#options.page.refused(reply);
  }
}
