import type { ErrorCode } from '@terskel/shared/errors';
import type { SeekerView } from '../../state/model.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { reload } from '../parts/stopped-page.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { useLateWords } from './use-late-words.ts';

type Kind = 'busy' | 'closed' | 'outdated' | 'failed';

/** What an error code means to a seeker who wants to start. */
function kindOf(code: ErrorCode): Kind {
  switch (code) {
    case 'rate_limited':
      return 'busy';
    case 'intake_closed':
      return 'closed';
    case 'version_unsupported':
      return 'outdated';
    default:
      return 'failed';
  }
}

export function RefusalWords({
  refusal,
}: {
  readonly refusal: Extract<SeekerView, { page: 'landing' }>['refusal'];
}) {
  const i18n = useI18n();
  const { refusal: words } = useLateWords();
  if (refusal === null) return null;
  const kind = kindOf(refusal.code);
  // A time of day, not a countdown, so the text stays correct without updates. Rounded up to the next full minute.
  const until =
    kind === 'busy' && refusal.retryAt !== null ? i18n.time(refusal.retryAt + 59_999) : null;
  return (
    <Notice tone="care" alert>
      <p>{until === null ? words[kind] : words.busyUntil(until)}</p>
      {kind === 'outdated' && <Button onPress={reload}>{i18n.words.link.outdated.action}</Button>}
    </Notice>
  );
}
