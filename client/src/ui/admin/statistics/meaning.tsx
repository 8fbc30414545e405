import css from '../../../styles/admin/statistics.module.css';
import { headingOf } from './jump-list.tsx';
import { useFigures } from './words.ts';

/** What `<5` and hidden values mean (rule T3). */
export function Meaning() {
  const { meaning } = useFigures().words;
  const id = headingOf('meaning');
  return (
    <section class={css['meaning']} aria-labelledby={id}>
      <h2 id={id} tabindex={-1}>
        {meaning.heading}
      </h2>
      <ul>
        <li>{meaning.few}</li>
        <li>{meaning.hidden}</li>
        <li>{meaning.none}</li>
      </ul>
      <p>{meaning.why}</p>
    </section>
  );
}
