/** The account screen: profile, passkeys, sign-ins. It covers the page below, which keeps running (rule C3). */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { AccountActions, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { Passkeys } from './passkeys.tsx';
import { Profile } from './profile.tsx';
import { SignIns } from './sign-ins.tsx';
import { problemWords, useAccountI18n } from './words.ts';
import { isEscape } from '../parts/keys.ts';

export const ACCOUNT_ID = 'account';

interface AccountProps {
  readonly view: AccountView;
  readonly actions: AccountActions;
  /** News from the page below, with a button that leads there. */
  readonly news?: ComponentChildren;
}

export function Account({ view, actions, news }: AccountProps) {
  const i18n = useAccountI18n();
  const { account } = i18n.account;
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      id={ACCOUNT_ID}
      class={css['account']}
      aria-labelledby={headingId}
      onKeyDown={(event) => {
        // Escape inside a question answers the question and keeps this screen open.
        const asked = (event.target as Element).closest('[data-asks]') !== null;
        if (isEscape(event) && !asked) actions.close();
      }}
    >
      <div class={css['sheet']}>
        <div role="status">{news}</div>
        <div class={css['head']}>
          <h1 id={headingId} tabindex={-1} ref={heading}>
            {account.heading}
          </h1>
          <Button onPress={() => actions.close()}>
            <Icon name="back" />
            {account.back}
          </Button>
        </div>
        {view.unknown !== null && (
          <Notice alert>
            <p>
              {account.unknown} {problemWords(view.unknown, i18n)}
            </p>
            <Button onPress={() => actions.again()}>{account.again}</Button>
          </Notice>
        )}
        <Profile view={view} actions={actions} />
        <Passkeys view={view} actions={actions} />
        <SignIns view={view} actions={actions} />
      </div>
    </section>
  );
}
