/** Arguments that several scripts have. `now`: the time of the node's clock, in ms since the epoch. */

export const seekerNow = { seeker: 'string', now: 'number' } as const;
export const staffNow = { staff: 'string', now: 'number' } as const;
export const conversationNow = { conversation: 'string', now: 'number' } as const;
/** A seat of a conversation, and who has it. */
export const holder = { conversation: 'string', seat: 'string', participant: 'string' } as const;
