/** Account recovery after a lost passkey, and removal of access. */
import type { Person } from '@terskel/shared/staff';
import { useId, useRef } from 'preact/hooks';
import type { AdminWork } from '../../state/admin.ts';
import css from '../../styles/admin/person.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { ProblemNote } from './notes.tsx';

interface WayProps {
  readonly view: AdminWork;
  readonly person: Person;
}

/** Creates a link for a new passkey (rule S1). */
export function Recover(props: WayProps & { readonly onRecover: () => void }) {
  const { person: words } = useAdminI18n().admin;
  const ids = { heading: useId(), text: useId() };
  const busy = props.view.doing?.what === 'recover';
  return (
    <section class={css['way']} aria-labelledby={ids.heading}>
      <h2 id={ids.heading}>{words.recoverHeading}</h2>
      <p id={ids.text}>{words.recoverText(props.person.alias)}</p>
      <ProblemNote view={props.view} of="recover" />
      <div>
        <Button off={busy} describedBy={ids.text} onPress={props.onRecover}>
          {busy ? words.recovering : words.recover}
        </Button>
      </div>
    </section>
  );
}

interface RevokeProps extends WayProps {
  readonly isMe: boolean;
  readonly lastAdmin: boolean;
  readonly onRevoke: () => void;
}

/** Removes access (rule S4), after a confirmation that says what that means. */
export function Revoke({ view, person, isMe, lastAdmin, onRevoke }: RevokeProps) {
  const { person: words } = useAdminI18n().admin;
  const ids = { heading: useId(), text: useId() };
  const asking = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const busy = view.doing?.what === 'revoke';
  if (asking.value) {
    return (
      <Confirm
        title={words.revokeTitle(person.alias)}
        text={isMe ? words.revokeYou : words.revokeWhat(person.alias)}
        yes={busy ? words.revoking : words.revokeYes}
        no={words.revokeNo}
        yesOff={busy}
        onYes={onRevoke}
        asker={button}
        onNo={() => {
          asking.value = false;
        }}
      >
        <ProblemNote view={view} of="revoke" />
      </Confirm>
    );
  }
  return (
    <section class={css['way']} aria-labelledby={ids.heading}>
      <h2 id={ids.heading}>{words.revokeHeading}</h2>
      <p id={ids.text}>{lastAdmin ? words.lastAdmin : words.revokeText}</p>
      <div>
        <Button
          off={lastAdmin}
          describedBy={ids.text}
          buttonRef={button}
          onPress={() => {
            asking.value = true;
          }}
        >
          {words.revoke}
        </Button>
      </div>
    </section>
  );
}
