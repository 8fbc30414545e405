import type { Link } from '../../state/model.ts';

/** The connection states in which the page cannot continue by itself. */
export type Stopped = 'replaced' | 'outdated' | 'refused';

export function stopped(link: Link): Stopped | null {
  return link === 'replaced' || link === 'outdated' || link === 'refused' ? link : null;
}
