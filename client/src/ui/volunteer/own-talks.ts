import type { WorkTalk } from '../../state/volunteer-view.ts';

/**
 * The conversations that this volunteer holds. A leader's visit to another one counts neither for the capacity nor as
 * an open conversation that prevents going off duty (rules C13, E5, O7).
 */
export function ownTalks({ talks }: { readonly talks: readonly WorkTalk[] }): readonly WorkTalk[] {
  return talks.filter(({ seat }) => seat === 'volunteer');
}
