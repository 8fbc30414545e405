import { useId } from 'preact/hooks';
import type { AccountActions } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Button } from '../parts/button.tsx';
import { useAccountI18n } from './words.ts';

/** Shown once after joining: with a single passkey, losing that device means losing access. */
export function SecondPasskey({ actions }: { readonly actions: AccountActions }) {
  const { second } = useAccountI18n().account.account;
  const id = useId();
  return (
    <section class={css['second']} aria-labelledby={id}>
      <div>
        <h2 id={id}>{second.title}</h2>
        <p>{second.text}</p>
      </div>
      <div class={css['acts']}>
        <Button onPress={() => actions.open()}>{second.yes}</Button>
        <Button kind="quiet" onPress={() => actions.later()}>
          {second.no}
        </Button>
      </div>
    </section>
  );
}
