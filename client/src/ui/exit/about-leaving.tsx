import { useI18n } from '../parts/surroundings.ts';

/** What *Leave this page* does, and what it cannot do, one press away (rule U3). */
export function AboutLeaving() {
  const { about } = useI18n().words.exit;
  return (
    <details>
      <summary>{about.title}</summary>
      <p>{about.how}</p>
      <p>{about.limits}</p>
    </details>
  );
}
