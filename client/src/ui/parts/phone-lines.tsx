import css from '../../styles/parts/phone-lines.module.css';
import { Icon } from './icons.tsx';
import { useI18n } from './surroundings.ts';

/** Who answers in Norway. `dial` is what the telephone dials, `number` how it is written. */
const LINES = [
  { id: 'medical', number: '113', dial: '113' },
  { id: 'urgentCare', number: '116 117', dial: '116117' },
  { id: 'mentalHealth', number: '116 123', dial: '116123' },
  { id: 'church', number: '22 40 00 40', dial: '+4722400040' },
  { id: 'children', number: '116 111', dial: '116111' },
] as const;

/** Numbers to call, each one press away (rule U4). */
export function PhoneLines() {
  const { words } = useI18n();
  return (
    <ul class={css['lines']}>
      {LINES.map(({ id, number, dial }) => {
        const line = words.emergency.lines[id];
        return (
          <li key={id}>
            <a class={css['line']} href={`tel:${dial}`}>
              <span class={css['name']}>{line.name}</span>
              <span class={css['number']}>
                <Icon name="phone" />
                <span dir="ltr">{number}</span>
              </span>
              <span class={css['when']}>{line.when}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
