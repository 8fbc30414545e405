/** Signing in by one press with a passkey; help for problems is below. */
import type { EntryView } from '../../state/entry.ts';
import css from '../../styles/entry/entry.module.css';
import { problemWords, useAccountI18n } from '../account/words.ts';
import { Notice } from '../parts/notice.tsx';
import { OnPhone, PasskeyButton, Unsupported } from './passkey.tsx';

interface SignInProps {
  readonly view: Extract<EntryView, { page: 'sign-in' }>;
  readonly address: string;
  readonly onPress: () => void;
}

export function SignIn({ view, address, onPress }: SignInProps) {
  const i18n = useAccountI18n();
  const { signIn, lookingFor, seeker } = i18n.account.entry;
  const able = view.support === 'here' || view.support === 'elsewhere';
  return (
    <div class={css['page']}>
      {view.problem !== null ? (
        <Notice alert>
          <p>{problemWords(view.problem, i18n)}</p>
        </Notice>
      ) : (
        view.after !== null && (
          <Notice tone={view.after === 'dead_link' ? 'care' : 'calm'} alert>
            <p>{signIn.after[view.after]}</p>
          </Notice>
        )
      )}
      <h1 tabindex={-1}>{signIn.heading}</h1>
      {able ? (
        <>
          <p class={css['lead']}>{signIn.lead}</p>
          <PasskeyButton busy={view.busy} onPress={onPress}>
            {signIn.press}
          </PasskeyButton>
          <p class={css['hint']}>
            {signIn.phone} {signIn.keeps}
          </p>
        </>
      ) : (
        <Unsupported support={view.support} address={address} />
      )}
      <details class={css['more']}>
        <summary>{signIn.trouble}</summary>
        <dl class={css['advice']}>
          <dt>{signIn.newTitle}</dt>
          <dd>{signIn.newText}</dd>
          <dt>{signIn.lostTitle}</dt>
          <dd>{signIn.lostText}</dd>
          <dt>{signIn.firstTitle}</dt>
          <dd>{signIn.firstText}</dd>
        </dl>
      </details>
      {able && <OnPhone address={address} secret={false} />}
      <p class={css['seeker']}>
        {lookingFor} <a href="/">{seeker}</a>
      </p>
    </div>
  );
}
