/** What a volunteer's session needs from its page. */
import type { Staff } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import type { Network } from '../net/network.ts';
import type { VolunteerView } from '../state/volunteer-view.ts';
import type { TabStorage } from '../storage.ts';

export interface VolunteerSessionOptions {
  readonly staff: Staff;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly network: Network;
  readonly origin: string;
  readonly show: (view: Extract<VolunteerView, { page: 'work' }>) => void;
  /** The server no longer accepts this sign-in. */
  readonly signedOut: () => void;
}
