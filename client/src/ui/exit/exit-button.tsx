import css from '../../styles/parts/shell.module.css';
import { association } from '../parts/association.ts';
import { Icon } from '../parts/icons.tsx';
import { useI18n } from '../parts/surroundings.ts';

/**
 * The button *Leave this page*, always visible (rule U3). It only renders; `pages/leave.ts` handles this button and the
 * equal one in the server-rendered page.
 */
export function ExitButton() {
  const i18n = useI18n();
  const { exit } = i18n.words;
  return (
    <>
      <a
        id="leave"
        class={css['exit']}
        role="button"
        href={association.exitSite}
        rel="nofollow noreferrer"
        data-loading={exit.loading}
        data-two={i18n.plural(exit.pressesLeft, 2)}
        data-one={i18n.plural(exit.pressesLeft, 1)}
        data-stayed={exit.cancelled}
      >
        <Icon name="leave" />
        {exit.button}
        {/* One bar for each press of Shift that is left. */}
        <span class={css['presses']} aria-hidden="true" />
      </a>
      <span id="leaving" role="status" class="heard" />
    </>
  );
}
