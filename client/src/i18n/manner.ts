/** How a language is written, apart from its texts. */
import type { Language } from '@terskel/shared/models';

export interface Manner {
  readonly dir: 'ltr' | 'rtl';
  /**
   * Locales for numbers, times and names: the first that the browser supports is used. Never plain "en", whose dates
   * are American.
   */
  readonly formats: string | readonly string[];
  /** The language of the conversation, unless the seeker chooses another. */
  readonly talk: Language;
  /** Corrects a formatted day or duration. Only for a language that some browsers format as a related one. */
  readonly formatted?: (text: string) => string;
}
