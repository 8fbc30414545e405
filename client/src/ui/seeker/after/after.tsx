/** After a conversation: how it was, and a copy for whoever wants one. In a script of its own, loaded while people talk. */
import type { AfterWords } from '../../../i18n/words.ts';
import type { Feedback, Heard, Said } from '../../../state/model.ts';
import { Copy } from './copy.tsx';
import { Questions } from './questions.tsx';

export interface AfterProps {
  readonly words: AfterWords;
  readonly alias: string;
  readonly lines: readonly Said[];
  readonly onAnswer: (feedback: Feedback) => Promise<Heard>;
}

export function After({ words, alias, lines, onAnswer }: AfterProps) {
  return (
    <>
      <Questions words={words} onAnswer={onAnswer} />
      {lines.length > 0 && <Copy words={words.copy} alias={alias} lines={lines} />}
    </>
  );
}
