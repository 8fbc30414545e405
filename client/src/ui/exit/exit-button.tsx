import css from '../../styles/parts/shell.module.css';
import { association } from '../parts/association.ts';
import { Icon } from '../parts/icons.tsx';
import { useI18n } from '../parts/surroundings.ts';

/**
 * Always in reach (rule U3). It says and shows; what it does is done by `pages/leave.ts`, on this button and on the one
 * in the page that the server wrote, which are alike.
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
        {/* Bars that go out, one for each press of Shift. */}
        <span class={css['presses']} aria-hidden="true" />
      </a>
      <span id="leaving" role="status" class="heard" />
    </>
  );
}
