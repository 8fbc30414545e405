import css from '../../styles/parts/phone-lines.module.css';
import type { PhoneLine, Text } from '@terskel/shared/phone-lines';
import { association } from './association.ts';
import { Icon } from './icons.tsx';
import { useI18n } from './surroundings.ts';
import { useEarlyAnswers } from './early-answers.ts';

const isForYoung = ({ kind }: PhoneLine): boolean => kind === 'children';

/** Telephone numbers, each one press away (rule U4). For a young seeker, the lines for young people come first. */
export function PhoneLines() {
  const { locale, words } = useI18n();
  const said = (text: Text): string =>
    typeof text === 'string' ? text : (text[locale] ?? text['nb'] ?? Object.values(text)[0] ?? '');
  const { young } = useEarlyAnswers();
  const all = association.lines;
  const lines = young
    ? [...all.filter(isForYoung), ...all.filter((line) => !isForYoung(line))]
    : all;
  return (
    <ul class={css['lines']}>
      {lines.map((line) => {
        const { number, dial } = line;
        const { name, when } = {
          ...(line.kind === undefined ? {} : words.emergency.lines[line.kind]),
          ...line,
        } as Partial<Record<'name' | 'when', Text>>;
        return (
          <li key={dial}>
            <a class={css['line']} href={`tel:${dial}`}>
              <span class={css['name']}>{said(name ?? '')}</span>
              <span class={css['number']}>
                <Icon name="phone" />
                <span dir="ltr">{number}</span>
              </span>
              <span class={css['when']}>{said(when ?? '')}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
