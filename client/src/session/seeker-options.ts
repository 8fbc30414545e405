/** What a seeker's session needs of its page. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { Clock } from '../clock.ts';
import type { SeekerView } from '../state/model.ts';
import type { TabStorage } from '../storage.ts';
import type { AftermathOptions } from './aftermath.ts';

export interface SeekerSessionOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: AftermathOptions['browser'] & { readonly origin: string };
  /** Frees the place and ends the talk when no connection can. */
  readonly leave: () => void;
  readonly show: (view: Exclude<SeekerView, { page: 'landing' }>) => void;
  /** *Start* came to nothing: back to the landing page. `retryAfterMs` null: it is not known. */
  readonly refused: (code: ErrorCode, retryAfterMs: number | null) => void;
  /** *Start* takes a moment longer: a proof of work is asked for (rule R2). */
  readonly proving: () => void;
}
