import { useId } from 'preact/hooks';
import css from '../../../styles/admin/statistics.module.css';
import { useFigures } from './words.ts';

/** What `<5` and hidden values mean (rule T3). */
export function Meaning() {
  const { meaning } = useFigures().words;
  const id = useId();
  return (
    <section class={css['meaning']} aria-labelledby={id}>
      <h2 id={id}>{meaning.heading}</h2>
      <ul>
        <li data-look="few">{meaning.few}</li>
        <li data-look="hidden">{meaning.hidden}</li>
        <li data-look="none">{meaning.none}</li>
      </ul>
      <p>{meaning.why}</p>
    </section>
  );
}
