import { useId, useRef } from 'preact/hooks';
import type { NewLink } from '../../state/admin.ts';
import css from '../../styles/admin/link.module.css';
import { QrCode } from '../entry/qr-code.tsx';
import { Button } from '../parts/button.tsx';
import { copyText } from '../parts/copy-text.ts';
import { cx } from '../parts/hooks.ts';
import { LampMark } from '../parts/lamp.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { useFocusAtFirst } from './hooks.ts';

/** A new one-time link, shown only now: to copy, to scan, or to print. */
export function LinkCard(props: {
  readonly link: NewLink;
  /** There is space for the QR code beside the link. */
  readonly wide?: boolean;
}) {
  const { link, wide = false } = props;
  const i18n = useAdminI18n();
  const { link: words } = i18n.admin;
  const id = useId();
  const heading = useFocusAtFirst<HTMLHeadingElement>();
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal('');
  const copy = async (): Promise<void> => {
    const copied = await copyText(field.current, link.address);
    const text = copied ? words.copied : words.copyFailed;
    // A repeated text must still change the element, or screen readers do not announce it again.
    said.value = said.value === text ? `${text}\u00A0` : text;
  };
  return (
    <section class={cx(css['card'], wide && css['apart'])} aria-labelledby={id}>
      <p class={css['printed']}>
        <LampMark lit />
        {link.alias === null ? words.cardTitle : words.cardRecovery}
      </p>
      <h2 id={id} class={css['heading']} tabindex={-1} ref={heading}>
        {link.alias === null ? words.heading : words.recovery(link.alias)}
      </h2>
      <p class={css['once']}>{words.once}</p>
      <div class={css['qr']}>
        <QrCode text={link.address} label={words.qr} />
      </div>
      <div class={css['address']}>
        <label for={`${id}a`}>{words.address}</label>
        <input
          id={`${id}a`}
          ref={field}
          type="text"
          readOnly
          value={link.address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <p class={css['written']} aria-hidden="true">
          {link.address}
        </p>
        <p class={css['until']}>{words.until(i18n.moment(link.expiresAt))}</p>
        <div class={css['actions']}>
          <Button kind="main" onPress={() => void copy()}>
            {words.copy}
          </Button>
          <Button onPress={() => window.print()}>{words.print}</Button>
          <p role="status" class={css['said']}>
            {said.value}
          </p>
        </div>
      </div>
      <div class={css['tell']}>
        <h3 class={css['tellHeading']}>{words.tellHeading}</h3>
        <ol>
          {words.tell.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <p class={css['safely']}>{words.sendSafely}</p>
      </div>
    </section>
  );
}
