/**
 * The kinds of conversation, and the seats with which each begins (rule C13). `support`: between a seeker and a volunteer.
 * `aside`: between a volunteer and the leader who has taken the call (rule V4). How the service treats each kind is in
 * `server/src/live/lua/lib/kinds.lua`.
 */
export const SUPPORT_SEATS = ['seeker', 'volunteer'] as const;
export const ASIDE_SEATS = ['volunteer', 'leader'] as const;
