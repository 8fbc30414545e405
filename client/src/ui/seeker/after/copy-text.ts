import type { Said } from '../../../state/model.ts';
import { type WriterNames, writerName } from '../../talk/writer-name.ts';

/**
 * The text of the downloaded copy: the day, then each message under its sender, and nothing else. A name stands on its
 * own line, so that the text direction of each line follows its own letters.
 */
export function copyText(day: string, lines: readonly Said[], names: WriterNames): string {
  const nameOf = (line: Said): string => writerName(line, names) ?? line.from;
  const said = lines.map((line, index) => {
    const before = lines[index - 1];
    const goesOn = before?.from === line.from && nameOf(before) === nameOf(line);
    return goesOn ? line.text : `${nameOf(line)}:\n${line.text}`;
  });
  return `${[day, ...said].join('\n\n')}\n`;
}
