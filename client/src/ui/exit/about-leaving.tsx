import { useLateWords } from '../seeker/use-late-words.ts';

/** What *Leave this page* does, and what it cannot do, one press away (rule U3). */
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
