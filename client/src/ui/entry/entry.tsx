/** Sign-in for all staff: by an invite or with a passkey. The caller provides the frame of the page. */
import type { EntryActions, EntryView } from '../../state/entry.ts';
import css from '../../styles/entry/entry.module.css';
import { problemWords, useAccountI18n } from '../account/words.ts';
import { Button } from '../parts/button.tsx';
import { useTitle } from '../parts/hooks.ts';
import { Notice } from '../parts/notice.tsx';
import { Join } from './join.tsx';
import { SignIn } from './sign-in.tsx';

export interface EntryProps {
  readonly view: EntryView;
  readonly actions: EntryActions;
  /** The address of this page, to open it on a phone. */
  readonly address: string;
}

export function Entry({ view, actions, address }: EntryProps) {
  const { words, account } = useAccountI18n();
  const { entry } = account;
  useTitle(view.page === 'join' ? entry.join.title : entry.signIn.title, words.brand);
  switch (view.page) {
    case 'looking':
      return (
        <div class={css['page']}>
          <h1 tabindex={-1}>{entry.signIn.heading}</h1>
          <p role="status">{entry.looking}</p>
        </div>
      );
    case 'unavailable':
      return <Unavailable problem={view.problem} onAgain={() => actions.again()} />;
    case 'join':
      return <Join view={view} actions={actions} />;
    case 'sign-in':
      return <SignIn view={view} address={address} onPress={() => actions.signIn()} />;
  }
}

function Unavailable(props: {
  readonly problem: Extract<EntryView, { page: 'unavailable' }>['problem'];
  readonly onAgain: () => void;
}) {
  const i18n = useAccountI18n();
  const { entry } = i18n.account;
  return (
    <div class={css['page']}>
      <h1 tabindex={-1}>{entry.unavailable}</h1>
      <Notice alert>
        <p>{problemWords(props.problem, i18n)}</p>
      </Notice>
      <div class={css['press']}>
        <Button kind="main" large onPress={props.onAgain}>
          {entry.again}
        </Button>
      </div>
    </div>
  );
}
