/** How a language is written, beside its words. */
import type { Language } from '@terskel/shared/models';

export interface Manner {
  readonly dir: 'ltr' | 'rtl';
  /** Whose numbers, times and names: the first that the browser has data for. Never a bare "en", whose dates are American. */
  readonly formats: string | readonly string[];
  /** The language a talk is held in, unless the seeker says otherwise. */
  readonly talk: Language;
}
