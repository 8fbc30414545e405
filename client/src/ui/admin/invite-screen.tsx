import { INVITE_NOTE_MAX_CHARS } from '@terskel/shared/limits';
import { useId, useRef } from 'preact/hooks';
import picks from '../../styles/admin/picks.module.css';
import css from '../../styles/admin/invite.module.css';
import { Button } from '../parts/button.tsx';
import { useTitle } from '../parts/hooks.ts';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { ErrorSummary } from './error-summary.tsx';
import { LinkCard } from './link-card.tsx';
import { ProblemNote } from './notes.tsx';
import { RoleRows, Row } from './rows.tsx';
import type { ScreenProps } from './staff-screen.tsx';

/** Asks for roles and training of the new staff member, then shows the link once. */
export function InviteScreen({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const { invite: words } = i18n.admin;
  useTitle(i18n.admin.nav.invite, i18n.words.brand);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <>
      <div class={css['intro']}>
        <h1 tabindex={-1} ref={heading}>
          {words.heading}
        </h1>
        {view.link === null && <p>{words.lead}</p>}
      </div>
      {view.link === null ? (
        <Terms view={view} actions={actions} />
      ) : (
        <>
          <LinkCard wide link={view.link} />
          <div class={css['another']}>
            <Button
              onPress={() => {
                actions.forget();
                heading.current?.focus();
              }}
            >
              {words.another}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Terms({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const { invite: words, person } = i18n.admin;
  const { terms } = view;
  const busy = view.doing?.what === 'invite';
  const ids = { first: useId(), training: useId(), note: useId(), hint: useId() };
  const tries = useSignal(0);
  const missing = tries.value > 0 && terms.roles.length === 0 ? person.rolesMissing : undefined;
  return (
    <form
      class={css['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        if (terms.roles.length === 0) tries.value += 1;
        else actions.invite();
      }}
    >
      {missing !== undefined && (
        <ErrorSummary key={tries.value} errors={[{ id: ids.first, text: missing }]} />
      )}
      <RoleRows
        roles={terms.roles}
        onChange={(roles) => actions.choose({ ...terms, roles })}
        error={missing}
        firstId={ids.first}
      />
      <fieldset class={picks['picks']}>
        <legend class={picks['legend']}>{words.training}</legend>
        <div class={picks['rows']}>
          <Row
            type="radio"
            name={ids.training}
            title={words.inTraining}
            about={words.inTrainingAbout}
            checked={!terms.trained}
            onChange={() => actions.choose({ ...terms, trained: false })}
          />
          <Row
            type="radio"
            name={ids.training}
            title={words.trained}
            about={words.trainedAbout}
            checked={terms.trained}
            onChange={() => actions.choose({ ...terms, trained: true })}
          />
        </div>
      </fieldset>
      <div class={css['note']}>
        <label for={ids.note}>{words.note}</label>
        <p id={ids.hint} class={css['hint']}>
          {words.noteHint}
        </p>
        <input
          id={ids.note}
          type="text"
          maxLength={INVITE_NOTE_MAX_CHARS}
          autocomplete="off"
          aria-describedby={ids.hint}
          value={terms.note}
          onInput={(event) => actions.choose({ ...terms, note: event.currentTarget.value })}
        />
      </div>
      <ProblemNote view={view} of="invite" />
      <div>
        <Button kind="main" type="submit" large off={busy}>
          {busy ? words.making : words.make}
        </Button>
      </div>
    </form>
  );
}
