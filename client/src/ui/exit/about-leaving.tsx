import { useLateWords } from '../seeker/use-late-words.ts';

/** Explains what *Leave this page* does and does not do; collapsed by default (rule U3). */
export function AboutLeaving() {
  const { aboutLeaving: about } = useLateWords();
  return (
    <details>
      <summary>{about.title}</summary>
      <p>{about.how}</p>
      <p>{about.limits}</p>
    </details>
  );
}
