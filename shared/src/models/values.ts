/** Single values that several models have. */
import * as z from 'zod/mini';
import { LANGUAGES, TOPICS } from '../choices.ts';
import { ALIAS_MAX_CHARS, RESUME_TICKET_MAX_CHARS } from '../limits.ts';
import { base64url } from './scalars.ts';

/** Language of a conversation (ISO 639-1). `no` covers nb and nn. */
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;
/** Topic of a conversation. */
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;
/** "How are you now?", 1 (very bad) to 5 (well). */
export const Feeling = z.int().check(z.minimum(1), z.maximum(5));
export type Feeling = z.infer<typeof Feeling>;
/** The age that a seeker states. The available help depends on it. */
export const Age = z.enum(['under_18', 'adult']);
export type Age = z.infer<typeof Age>;
/** The name that a staff member goes by. Surrounding spaces are removed. */
export const Alias = z.string().check(z.trim(), z.minLength(1), z.maxLength(ALIAS_MAX_CHARS));
/**
 * Restores a session that the live store has lost. It is encrypted by the service, opaque to the tab that keeps it, and
 * valid only for its session (rule F3). A new ticket replaces the previous one.
 */
export const ResumeTicket = base64url.check(z.minLength(1), z.maxLength(RESUME_TICKET_MAX_CHARS));
