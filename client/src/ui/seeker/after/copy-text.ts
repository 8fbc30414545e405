import type { Said } from '../../../state/model.ts';

/**
 * The day, who wrote and what, and nothing else. Each name stands on a line of its own: so every line runs the way of
 * its own letters.
 */
export function copyText(
  day: string,
  lines: readonly Said[],
  names: Readonly<Record<Said['from'], string>>,
): string {
  const said = lines.map(({ from, text }, index) => {
    const goesOn = lines[index - 1]?.from === from;
    return goesOn ? text : `${names[from]}:\n${text}`;
  });
  return `${[day, ...said].join('\n\n')}\n`;
}
