/** The seats that every conversation of a seeker has. */
import type { Seat } from '@terskel/shared/models';

export const SEATS = ['seeker', 'volunteer'] as const;
export type SupportSeat = (typeof SEATS)[number];
/** The peer of a conversation without visitors. */
export const otherOf = (seat: Seat): SupportSeat => (seat === 'seeker' ? 'volunteer' : 'seeker');
