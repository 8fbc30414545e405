import { NAME_MAX_CHARS } from '@terskel/shared/limits';
import { Device, type Passkey } from '@terskel/shared/staff';
import { useEffect, useRef } from 'preact/hooks';
import css from '../../styles/account/account.module.css';
import { NameField } from '../entry/name-field.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useNow } from '../parts/hooks.ts';
import { isEscape } from '../parts/keys.ts';
import { useSignal } from '../parts/signals.ts';
import { useAccountI18n } from './words.ts';

interface PasskeyRowProps {
  readonly passkey: Passkey;
  readonly busy: boolean;
  /** The id of the element that says why this passkey cannot be removed; null if it can be. */
  readonly lastId: string | null;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

export function PasskeyRow({ passkey, busy, lastId, onRename, onRemove }: PasskeyRowProps) {
  const i18n = useAccountI18n();
  const words = i18n.account.account.passkeys;
  const now = useNow(60_000);
  const asks = useSignal<'rename' | 'remove' | null>(null);
  const buttons = {
    rename: useRef<HTMLButtonElement>(null),
    remove: useRef<HTMLButtonElement>(null),
  };
  const done = (): void => {
    const { current } = asks.value === 'remove' ? buttons.remove : buttons.rename;
    asks.value = null;
    current?.focus();
  };
  const { name, addedAt, usedAt } = passkey;
  const used = usedAt === null ? words.neverUsed : words.used(i18n.when(usedAt, now));
  return (
    <li class={css['row']}>
      <div class={css['what']}>
        <p class={css['name']} dir="auto">
          {name}
        </p>
        <p class={css['soft']}>
          {words.added(i18n.when(addedAt, now))}, {used}
        </p>
        <p class={css['soft']}>{passkey.synced ? words.synced : words.single}</p>
      </div>
      <div class={css['acts']}>
        <Button
          kind="quiet"
          off={busy}
          buttonRef={buttons.rename}
          expanded={asks.value === 'rename'}
          onPress={() => {
            asks.value = 'rename';
          }}
        >
          {words.rename}
          <span class="heard"> {name}</span>
        </Button>
        <Button
          kind="quiet"
          off={busy || lastId !== null}
          describedBy={lastId ?? undefined}
          buttonRef={buttons.remove}
          expanded={asks.value === 'remove'}
          onPress={() => {
            asks.value = 'remove';
          }}
        >
          {words.remove}
          <span class="heard"> {name}</span>
        </Button>
      </div>
      {asks.value !== null && (
        <div class={css['asks']} data-asks>
          {asks.value === 'rename' ? (
            <Rename
              name={name}
              onCancel={done}
              onRename={(next) => {
                done();
                onRename(next);
              }}
            />
          ) : (
            <Confirm
              title={words.removeTitle(name)}
              text={words.removeText}
              yes={words.removeYes}
              no={words.removeNo}
              onNo={done}
              onYes={() => {
                asks.value = null;
                onRemove();
              }}
            />
          )}
        </div>
      )}
    </li>
  );
}

function Rename(props: {
  readonly name: string;
  readonly onCancel: () => void;
  readonly onRename: (name: string) => void;
}) {
  const { account, entry } = useAccountI18n().account;
  const text = useSignal(props.name);
  const wrong = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      class={css['form']}
      noValidate
      onKeyDown={(event) => {
        if (isEscape(event)) props.onCancel();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const name = Device.safeParse(text.value);
        if (name.success) {
          props.onRename(name.data);
          return;
        }
        const { nameMissing, nameOdd } = entry.join;
        wrong.value = text.value.trim() === '' ? nameMissing : nameOdd;
        field.current?.focus();
      }}
    >
      <NameField
        label={account.passkeys.newName}
        wrong={wrong.value}
        value={text.value}
        maxLength={NAME_MAX_CHARS}
        inputRef={field}
        onInput={(next) => {
          text.value = next;
          wrong.value = '';
        }}
      />
      <div class={css['acts']}>
        <Button type="submit">{account.save}</Button>
        <Button kind="quiet" onPress={props.onCancel}>
          {account.cancel}
        </Button>
      </div>
    </form>
  );
}
