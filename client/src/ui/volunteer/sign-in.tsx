import { ALIAS_MAX_CHARS } from '@terskel/shared/limits';
import { useId, useRef } from 'preact/hooks';
import type { VolunteerView } from '../../state/model.ts';
import css from '../../styles/volunteer/sign-in.module.css';
import { Button } from '../parts/button.tsx';
import { useTitle } from '../parts/hooks.ts';
import { Notice } from '../parts/notice.tsx';
import { useStaffI18n } from './staff-words.ts';
import { useSignal } from '../parts/signals.ts';

type SignInView = Extract<VolunteerView, { page: 'sign-in' }>;

interface SignInProps {
  readonly view: SignInView;
  readonly onJoin: (alias: string) => void;
}

export function SignIn({ view, onJoin }: SignInProps) {
  const { words, staff } = useStaffI18n();
  useTitle(staff.signIn.title, words.brand);
  return (
    <div class={css['page']}>
      {view.problem !== null && (
        <Notice tone={view.problem === 'signed_out' ? 'calm' : 'care'} alert>
          <p>{staff.signIn.problem[view.problem]}</p>
        </Notice>
      )}
      <WayIn view={view} onJoin={onJoin} />
    </div>
  );
}

function WayIn({ view, onJoin }: SignInProps) {
  const { signIn } = useStaffI18n().staff;
  // A link that cannot be used needs no name.
  if (view.invited && view.problem !== 'invalid') return <Join busy={view.busy} onJoin={onJoin} />;
  if (!view.busy) return <HowToGetIn />;
  return (
    <>
      <h1>{signIn.title}</h1>
      <p role="status">{signIn.busy}</p>
    </>
  );
}

/** With an invite: choose the name that seekers see. */
function Join({
  busy,
  onJoin,
}: {
  readonly busy: boolean;
  readonly onJoin: (alias: string) => void;
}) {
  const { signIn } = useStaffI18n().staff;
  const ids = { name: useId(), hint: useId(), missing: useId() };
  const name = useSignal('');
  const missing = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    if (busy) return;
    missing.value = name.value.trim() === '';
    if (missing.value) field.current?.focus();
    else onJoin(name.value.trim());
  };
  return (
    <form
      class={css['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{signIn.heading}</h1>
      <p>{signIn.lead}</p>
      <div class={css['field']}>
        <label for={ids.name}>{signIn.name}</label>
        <span id={ids.hint} class={css['hint']}>
          {signIn.nameHint}
        </span>
        <input
          id={ids.name}
          ref={field}
          type="text"
          dir="auto"
          maxlength={ALIAS_MAX_CHARS}
          autocomplete="off"
          aria-describedby={`${ids.hint} ${ids.missing}`}
          aria-invalid={missing.value ? 'true' : undefined}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
            missing.value = false;
          }}
        />
        <span id={ids.missing} class={css['missing']} role="alert">
          {missing.value ? signIn.nameMissing : ''}
        </span>
      </div>
      <div class={css['submit']}>
        <Button kind="main" large type="submit" off={busy}>
          {busy ? signIn.busy : signIn.join}
        </Button>
      </div>
      <p class={css['hint']}>{signIn.keeps}</p>
    </form>
  );
}

function HowToGetIn() {
  const { signIn } = useStaffI18n().staff;
  return (
    <>
      <h1>{signIn.outHeading}</h1>
      <p>{signIn.out}</p>
      <p>{signIn.outOnce}</p>
      <p class={css['seeker']}>
        {signIn.lookingFor} <a href="/">{signIn.seeker}</a>
      </p>
    </>
  );
}
