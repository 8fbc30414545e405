/** Where this staff member is signed in. Only they can see and end these sessions (rule S2). */
import { useRef } from 'preact/hooks';
import type { AccountActions, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/hooks.ts';
import { Part } from './part.tsx';
import { useAccountI18n } from './words.ts';
import { sorted } from '../../lists.ts';

export function SignIns({ view, actions }: { view: AccountView; actions: AccountActions }) {
  const i18n = useAccountI18n();
  const { account } = i18n.account;
  const words = account.signIns;
  const now = useNow(60_000);
  const heading = useRef<HTMLHeadingElement>(null);
  const { signIns } = view;
  // This session first, then the newest.
  const newestFirst = signIns
    ? sorted(signIns, (a, b) => (a.here ? -1 : b.here ? 1 : b.openedAt - a.openedAt))
    : undefined;
  const others = signIns?.some(({ here }) => !here) === true;
  const busy = view.busy !== null;
  return (
    <Part view={view} title={words.heading} headingRef={heading} done={{ end: words.done }}>
      {newestFirst === undefined ? (
        <p class={css['soft']}>{view.unknown === null ? account.loading : ''}</p>
      ) : (
        <ul class={css['rows']}>
          {newestFirst.map(({ id, here, device, openedAt }) => (
            <li key={id} class={css['row']}>
              <div class={css['what']}>
                <p class={css['name']} dir="auto">
                  {device ?? words.unknown}
                  {here && <span class={css['here']}>{words.here}</span>}
                </p>
                <p class={css['soft']}>{words.since(i18n.when(openedAt, now))}</p>
              </div>
              {!here && (
                <div class={css['acts']}>
                  <Button
                    kind="quiet"
                    off={busy}
                    onPress={() => {
                      heading.current?.focus();
                      actions.endSignIn(id);
                    }}
                  >
                    {words.end}
                    <span class="heard"> {device ?? words.unknown}</span>
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {others ? (
        <>
          <p class={css['soft']}>{words.strange}</p>
          <div>
            <Button
              off={busy}
              onPress={() => {
                heading.current?.focus();
                actions.endOtherSignIns();
              }}
            >
              {words.others}
            </Button>
          </div>
        </>
      ) : (
        signIns !== null && <p class={css['soft']}>{words.onlyHere}</p>
      )}
    </Part>
  );
}
