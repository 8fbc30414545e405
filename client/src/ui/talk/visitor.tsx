import { useRef } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import notices from '../../styles/parts/notices.module.css';

interface VisitorProps {
  readonly talk: Talk;
  readonly words: {
    readonly here: (alias: string) => string;
    readonly left: (alias: string) => string;
  };
}

/** Says who reads along, from the first moment to the last, and then that they have left (rule E5). */
export function Visitor({ talk, words }: VisitorProps) {
  const last = useRef<string | null>(null);
  last.current = talk.leader ?? last.current;
  const text =
    last.current === null ? '' : words[talk.leader === null ? 'left' : 'here'](last.current);
  return (
    <p role="status" class={notices['strip']}>
      {text}
    </p>
  );
}
