/** What a seeker's session needs from its page. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { Clock } from '../clock.ts';
import type { SeekerView } from '../state/model.ts';
import type { TabStorage } from '../storage.ts';
import type { PostSessionOptions } from './seeker/post-session.ts';

export interface SeekerSessionOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: PostSessionOptions['browser'] & { readonly origin: string };
  /** Leaves the queue and ends the conversation without a socket connection. */
  readonly leave: () => void;
  readonly show: (view: Exclude<SeekerView, { page: 'landing' }>) => void;
  /** *Start* failed: show the landing page again. `retryAfterMs` is null if unknown. */
  readonly refused: (code: ErrorCode, retryAfterMs: number | null) => void;
  /** *Start* takes longer because a proof of work was requested (rule R2). */
  readonly proving: () => void;
}
