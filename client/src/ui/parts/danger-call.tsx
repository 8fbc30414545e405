import css from '../../styles/parts/danger-call.module.css';
import { association } from './association.ts';
import { cx } from './hooks.ts';
import { Icon } from './icons.tsx';
import { useI18n } from './surroundings.ts';

/** A large link to the emergency number. `slim`: one line, where there is little space. */
export function DangerCall({ slim = false }: { readonly slim?: boolean }) {
  const { words } = useI18n();
  return (
    <a class={cx(css['call'], slim && css['slim'])} href={`tel:${association.lines[0].dial}`}>
      <Icon name="phone" />
      {words.emergency.call}
    </a>
  );
}
