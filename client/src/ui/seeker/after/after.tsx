/**
 * After a conversation: the feedback form and the optional download of a copy. A separate script, loaded during the
 * conversation.
 */
import type { I18n } from '../../../i18n/i18n.ts';
import { AFTER } from '../../../i18n/after/words.ts';
import type { Feedback, Heard, Said } from '../../../state/model.ts';
import { useWords } from '../../parts/lazy.tsx';
import { Copy } from './copy.tsx';
import { Questions } from './questions.tsx';

interface AfterProps {
  readonly alias: string;
  readonly lines: readonly Said[];
  readonly onAnswer: (feedback: Feedback) => Promise<Heard>;
}

export const prepare = (i18n: I18n) => AFTER.load(i18n);

export function View({ alias, lines, onAnswer }: AfterProps) {
  const words = useWords(AFTER);
  if (words === undefined) return null;
  return (
    <>
      <Questions words={words} onAnswer={onAnswer} />
      {lines.length > 0 && <Copy words={words.copy} alias={alias} lines={lines} />}
    </>
  );
}
