import type { Said } from '../../state/model.ts';

export type WriterNames = Readonly<Partial<Record<Said['from'], string>>>;

/** The name above a line. A leader is named by role and alias, because several may visit a conversation (rule E5). */
export function writerName({ from, alias }: Said, names: WriterNames): string | undefined {
  if (from === 'leader' && alias !== null) return `${names.leader} ${alias}`;
  return alias ?? names[from];
}
