/** The passkeys of this account: add, rename, remove all but the last (rule S1). */
import { PASSKEYS_MAX } from '@terskel/shared/limits';
import { useId, useRef } from 'preact/hooks';
import type { AccountActions, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Button } from '../parts/button.tsx';
import { PasskeyRow } from './passkey-row.tsx';
import { Part } from './part.tsx';
import { useAccountI18n } from './words.ts';

export function Passkeys({ view, actions }: { view: AccountView; actions: AccountActions }) {
  const { account, entry } = useAccountI18n().account;
  const words = account.passkeys;
  const heading = useRef<HTMLHeadingElement>(null);
  const ids = { last: useId(), add: useId() };
  const { passkeys } = view;
  const full = passkeys !== null && passkeys.length >= PASSKEYS_MAX;
  const [only, ...more] = passkeys ?? [];
  const last = only !== undefined && more.length === 0;
  return (
    <Part view={view} title={words.heading} headingRef={heading} done={words.done}>
      <p>{words.intro}</p>
      {passkeys === null ? (
        <p class={css['soft']}>{view.unknown === null ? account.loading : ''}</p>
      ) : (
        <ul class={css['rows']}>
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              busy={view.busy !== null}
              lastId={last ? ids.last : null}
              onRename={(name) => actions.renamePasskey(passkey.id, name)}
              onRemove={() => {
                // Its row is about to disappear, so the focus moves to this section's heading.
                heading.current?.focus();
                actions.removePasskey(passkey.id);
              }}
            />
          ))}
        </ul>
      )}
      {last && (
        <p id={ids.last} class={css['soft']}>
          {words.last}
        </p>
      )}
      <div class={css['press']}>
        <Button
          kind={last ? 'main' : 'plain'}
          off={view.busy !== null || full}
          describedBy={ids.add}
          onPress={() => actions.addPasskey()}
        >
          {words.add}
        </Button>
        <p id={ids.add} class={css['soft']}>
          {full ? words.full : words.addHint}
        </p>
        <p class={css['done']} role="status">
          {view.busy === 'add' ? entry.answer : ''}
        </p>
      </div>
    </Part>
  );
}
