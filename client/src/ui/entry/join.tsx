/** Joining by an invite: the roles, the name, and one press that creates a passkey. For a recovery, the press alone. */
import { NewAlias } from '@terskel/shared/staff';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { EntryActions, EntryView } from '../../state/entry.ts';
import css from '../../styles/entry/entry.module.css';
import { problemWords, useAccountI18n } from '../account/words.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSignal } from '../parts/signals.ts';
import { NameField } from './name-field.tsx';
import { OnPhone, PasskeyButton, Unsupported } from './passkey.tsx';

type JoinView = Extract<EntryView, { page: 'join' }>;

export function Join({ view, actions }: { view: JoinView; actions: EntryActions }) {
  const i18n = useAccountI18n();
  const { join } = i18n.account.entry;
  return (
    <div class={css['page']}>
      {view.problem !== null && (
        <Notice alert>
          <p>{problemWords(view.problem, i18n)}</p>
        </Notice>
      )}
      {view.signedInAs !== null && view.problem === null && (
        <Notice tone="calm">
          <p>{join.signedIn(view.signedInAs)}</p>
          <Button onPress={() => actions.stay()}>{join.stay(view.signedInAs)}</Button>
        </Notice>
      )}
      <Invited view={view} actions={actions} />
    </div>
  );
}

function Invited({ view, actions }: { view: JoinView; actions: EntryActions }) {
  const i18n = useAccountI18n();
  const { roles: names, entry } = i18n.account;
  const { join } = entry;
  const { terms } = view;
  const able = view.support === 'here' || view.support === 'elsewhere';
  if (terms.kind === 'recovery') {
    return (
      <>
        <h1 tabindex={-1}>{join.back(terms.alias)}</h1>
        <p class={css['lead']}>{join.recovery}</p>
        <p>{join.recoveryEnds}</p>
        {able && (
          <Step title={join.keyStep}>
            <AboutPasskeys support={view.support} />
            <PasskeyButton busy={view.busy} onPress={() => actions.join(null)}>
              {join.makeNew}
            </PasskeyButton>
          </Step>
        )}
        <Elsewhere view={view} />
      </>
    );
  }
  const roles = terms.roles.map((role) => names[role]);
  const works = terms.roles.some((role) => role !== 'admin');
  return (
    <>
      <h1 tabindex={-1}>{join.heading}</h1>
      <p class={css['lead']}>{join.invited(i18n.list(roles))}</p>
      <p>
        {works && !terms.trained && <>{join.training} </>}
        {join.short}
      </p>
      {able && <Newcomer view={view} works={works} onJoin={(alias) => actions.join(alias)} />}
      <Elsewhere view={view} />
    </>
  );
}

function Newcomer(props: {
  readonly view: JoinView;
  readonly works: boolean;
  readonly onJoin: (alias: string) => void;
}) {
  const { words, account } = useAccountI18n();
  const { join } = account.entry;
  const name = useSignal('');
  const wrong = useSignal<'missing' | 'odd' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    const alias = NewAlias.safeParse(name.value);
    if (alias.success) {
      props.onJoin(alias.data);
      return;
    }
    wrong.value = name.value.trim() === '' ? 'missing' : 'odd';
    field.current?.focus();
  };
  const shown = name.value.trim();
  const messages = { missing: join.nameMissing, odd: join.nameOdd };
  return (
    <form
      class={css['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (props.view.busy === null) submit();
      }}
    >
      <Step number={1} title={join.nameStep}>
        <NameField
          label={join.name}
          hint={props.works ? join.nameHint : join.nameStaffHint}
          wrong={wrong.value === null ? '' : messages[wrong.value]}
          value={name.value}
          inputRef={field}
          onInput={(text) => {
            name.value = text;
            wrong.value = null;
          }}
        />
        {props.works && (
          <figure class={css['example']}>
            <figcaption class={css['hint']}>{join.example}</figcaption>
            <p dir="auto">
              {words.talk.noticeTitle(shown === '' ? '…' : shown).replace('….', '…')}
            </p>
          </figure>
        )}
      </Step>
      <Step number={2} title={join.keyStep}>
        <AboutPasskeys support={props.view.support} />
        <PasskeyButton type="submit" busy={props.view.busy}>
          {join.make}
        </PasskeyButton>
      </Step>
    </form>
  );
}

function Step(props: {
  readonly number?: number;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={css['step']} aria-labelledby={id}>
      <h2 id={id}>
        {props.number !== undefined && <span class={css['number']}>{props.number}</span>}
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

function AboutPasskeys({ support }: Pick<JoinView, 'support'>) {
  const { join, support: words } = useAccountI18n().account.entry;
  return (
    <>
      <p>{join.key}</p>
      {support === 'elsewhere' && <p>{words.elsewhere}</p>}
    </>
  );
}

/** The alternative to this device: the same link on a phone. */
function Elsewhere({ view }: { readonly view: JoinView }) {
  const { support, link } = view;
  if (support === 'none' || support === 'insecure')
    return <Unsupported support={support} address={link} secret />;
  return <OnPhone address={link} secret />;
}
