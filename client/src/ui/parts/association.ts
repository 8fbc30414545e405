/** Facts about the association that runs this page: written into the page by the server, otherwise the defaults. */
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
