import type { WorkTalk } from '../../state/volunteer-view.ts';

/**
 * The conversations that this volunteer holds. A leader's visit to another one does not count for the capacity, and
 * keeps nobody on duty (rules C13, E5).
 */
export function ownTalks({ talks }: { readonly talks: readonly WorkTalk[] }): readonly WorkTalk[] {
  return talks.filter(({ seat }) => seat === 'volunteer');
}
