import { useEffect, useRef } from 'preact/hooks';
import type { AccountActions, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Sign } from '../parts/icons.tsx';
import { ACCOUNT_ID } from './account.tsx';
import { useAccountI18n } from './words.ts';

/** The staff member's name in the header. Opens and closes the account screen. */
export function AccountButton(props: {
  readonly view: AccountView;
  readonly actions: AccountActions;
}) {
  const { account } = useAccountI18n().account;
  const { open, staff } = props.view;
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return (
    <button
      type="button"
      class={css['reach']}
      ref={button}
      aria-label={`${staff.alias}, ${account.heading}`}
      aria-expanded={open}
      aria-controls={open ? ACCOUNT_ID : undefined}
      onClick={() => (open ? props.actions.close() : props.actions.open())}
    >
      <Sign path="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5" />
      <span class={css['alias']}>{staff.alias}</span>
    </button>
  );
}
