/** Shared by signing in and joining: the passkey button, and the alternative on a phone. */
import type { ComponentChildren } from 'preact';
import type { EntryBusy, PasskeySupport } from '../../state/entry.ts';
import css from '../../styles/entry/entry.module.css';
import { useAccountI18n } from '../account/words.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSignal } from '../parts/signals.ts';
import { LoadedQrCode } from './load-qr-code.tsx';

export function PasskeyButton(props: {
  readonly busy: EntryBusy;
  readonly type?: 'submit';
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}) {
  const { entry } = useAccountI18n().account;
  const { busy, type = 'button', onPress = () => {} } = props;
  return (
    <div class={css['press']}>
      <Button kind="main" large type={type} off={busy !== null} onPress={onPress}>
        {busy === 'service' ? entry.looking : props.children}
      </Button>
      <p class={css['answer']} role="status">
        {busy === 'passkey' ? entry.answer : ''}
      </p>
    </div>
  );
}

/** Shown where passkeys do not work: what can be used instead. */
export function Unsupported(props: {
  readonly support: PasskeySupport;
  readonly address: string;
  readonly secret?: boolean;
}) {
  const { support: words } = useAccountI18n().account.entry;
  if (props.support === 'insecure') {
    return (
      <Notice>
        <h2>{words.insecureTitle}</h2>
        <p>{words.insecure}</p>
      </Notice>
    );
  }
  return (
    <>
      <Notice>
        <h2>{words.noneTitle}</h2>
        <p>{words.none}</p>
      </Notice>
      <PhoneCode address={props.address} secret={props.secret ?? false} />
    </>
  );
}

interface PhoneProps {
  readonly address: string;
  /** The address is an invite, and therefore secret. */
  readonly secret: boolean;
}

/** Opens the same page on a phone; collapsed by default. */
export function OnPhone(props: PhoneProps) {
  const { phone } = useAccountI18n().account.entry;
  const open = useSignal(false);
  return (
    <details
      class={css['more']}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{phone.title}</summary>
      {open.value && <PhoneCode {...props} />}
    </details>
  );
}

function PhoneCode({ address, secret }: PhoneProps) {
  const { phone } = useAccountI18n().account.entry;
  return (
    <div class={css['phone']}>
      <LoadedQrCode text={address} label={phone.code} />
      <div>
        <p>{phone.text}</p>
        {secret ? (
          <p>{phone.secret}</p>
        ) : (
          <p>
            {phone.open} <span class={css['address']}>{address.replace(/^https?:\/\//, '')}</span>
          </p>
        )}
      </div>
    </div>
  );
}
