import type { Said } from '../../../state/model.ts';

/**
 * The text of the downloaded copy: the day, then each message under its sender, and nothing else. A name stands on its
 * own line, so that the text direction of each line follows its own letters.
 */
export function copyText(
  day: string,
  lines: readonly Said[],
  names: Readonly<Partial<Record<Said['from'], string>>>,
): string {
  const said = lines.map(({ from, text }, index) => {
    const goesOn = lines[index - 1]?.from === from;
    return goesOn ? text : `${names[from] ?? from}:\n${text}`;
  });
  return `${[day, ...said].join('\n\n')}\n`;
}
