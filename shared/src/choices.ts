/** What can be chosen. Apart from the limits, since the first screen needs it and not them (rule U5). */

/** Languages that a talk can be held in (ISO 639-1), apart from the language of the page. `no` is nb and nn alike. */
export const LANGUAGES = ['no', 'en', 'se', 'uk', 'ar', 'pl'] as const;
/** What a talk may be about. A seeker may skip the question. */
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
