/** Whose page this is: as the server wrote it into the page itself, or by default. */
import {
  DEFAULT_EXIT_SITE,
  type Facts,
  NORWAY,
  type PhoneLines,
} from '@terskel/shared/phone-lines';

interface Association extends Facts {
  readonly lines: PhoneLines;
  readonly exitSite: string;
}

export const association: Association = {
  ...{ lines: NORWAY, exitSite: DEFAULT_EXIT_SITE },
  ...(JSON.parse(document.documentElement.dataset['facts'] ?? '{}') as Partial<Facts>),
};
