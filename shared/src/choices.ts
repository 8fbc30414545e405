/** The choices of a seeker. Kept apart from the limits, which the first screen does not need (rule U5). */

/** Languages of a conversation (ISO 639-1), independent of the language of the page. `no` covers nb and nn. */
export const LANGUAGES = ['no', 'en', 'se', 'uk', 'ar', 'pl'] as const;
/** Topics of a conversation. A seeker may skip the question. */
export const TOPICS = [
  'loneliness',
  'anxiety',
  'low_mood',
  'relationships',
  'grief',
  'work_school',
  'substance_use',
  'other',
] as const;
