import type { Link } from '../../state/model.ts';

/** The states in which this page cannot go on by itself. */
export type Stopped = 'replaced' | 'outdated' | 'refused';

export function stopped(link: Link): Stopped | null {
  return link === 'replaced' || link === 'outdated' || link === 'refused' ? link : null;
}
