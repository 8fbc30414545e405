import { LANGUAGES, TOPICS } from '@terskel/shared/choices';
import { ALIAS_MAX_CHARS, CAPACITY_MAX } from '@terskel/shared/limits';
import type { Person } from '@terskel/shared/staff';
import { useId } from 'preact/hooks';
import { type AdminActions, type AdminWork, signsOut, withChanges } from '../../state/admin.ts';
import fields from '../../styles/admin/fields.module.css';
import picks from '../../styles/admin/picks.module.css';
import css from '../../styles/admin/person.module.css';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { ErrorSummary, type FieldError } from './error-summary.tsx';
import { DoneNote, ProblemNote } from './notes.tsx';
import { Picks } from './picks.tsx';
import { RoleRows, Row } from './rows.tsx';

interface PersonFormProps {
  readonly view: AdminWork;
  readonly actions: AdminActions;
  readonly person: Person;
  readonly isMe: boolean;
  readonly lastAdmin: boolean;
}

const CAPACITIES = Array.from({ length: CAPACITY_MAX }, (_, index) => index + 1);

/** All fields that an admin may change about a staff member, saved together. */
export function PersonForm({ view, actions, person, isMe, lastAdmin }: PersonFormProps) {
  const i18n = useAdminI18n();
  const { person: words } = i18n.admin;
  const changes = view.drafts.get(person.id);
  const shown = withChanges(person, changes);
  const edit = (more: Parameters<AdminActions['edit']>[1]): void => actions.edit(person.id, more);
  const busy = view.doing?.what === 'save';
  const leaves = person.roles.includes('admin') && !shown.roles.includes('admin');
  const ids = { heading: useId(), alias: useId(), hint: useId(), missing: useId() };
  const first = { roles: useId(), languages: useId() };
  /** The number of failed attempts to save. It is the summary's key, so that the summary is read again each time. */
  const tries = useSignal(0);
  const errors: FieldError[] = [];
  if (shown.alias.trim() === '') errors.push({ id: ids.alias, text: words.nameMissing });
  if (shown.roles.length === 0) errors.push({ id: first.roles, text: words.rolesMissing });
  if (shown.languages.length === 0)
    errors.push({ id: first.languages, text: words.languagesMissing });
  const shownErrors = tries.value > 0 ? errors : [];
  const errorOf = (id: string): string | undefined =>
    shownErrors.find((one) => one.id === id)?.text;
  const save = (): void => {
    if (busy || changes === undefined) return;
    if (errors.length > 0) tries.value += 1;
    else {
      tries.value = 0;
      actions.save(person.id);
    }
  };
  return (
    <form
      class={css['form']}
      noValidate
      aria-labelledby={ids.heading}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2 id={ids.heading}>{words.form}</h2>
      {shownErrors.length > 0 && <ErrorSummary key={tries.value} errors={shownErrors} />}
      <div class={fields['field']}>
        <label for={ids.alias}>{words.name}</label>
        <span id={ids.hint} class={fields['hint']}>
          {words.nameHint}
        </span>
        <input
          id={ids.alias}
          type="text"
          dir="auto"
          maxlength={ALIAS_MAX_CHARS}
          autocomplete="off"
          aria-describedby={`${ids.hint} ${ids.missing}`}
          aria-invalid={errorOf(ids.alias) === undefined ? undefined : 'true'}
          value={shown.alias}
          onInput={(event) => edit({ alias: event.currentTarget.value })}
        />
        <span id={ids.missing} class={fields['error']}>
          {errorOf(ids.alias)}
        </span>
      </div>
      <RoleRows
        roles={shown.roles}
        onChange={(roles) => edit({ roles })}
        lastAdmin={lastAdmin}
        error={errorOf(first.roles)}
        firstId={first.roles}
      />
      <fieldset class={picks['picks']}>
        <legend class={picks['legend']}>{words.training}</legend>
        <Row
          type="checkbox"
          title={words.trained}
          about={words.trainedAbout}
          checked={shown.trained}
          onChange={(trained) => edit({ trained })}
        />
      </fieldset>
      <Picks
        legend={words.capacity}
        hint={words.capacityHint}
        options={CAPACITIES.map((value) => ({ value, label: String(value) }))}
        chosen={[shown.capacity]}
        onChange={([capacity = 1]) => edit({ capacity })}
      />
      <Picks
        many
        legend={words.languages}
        hint={words.languagesHint}
        options={LANGUAGES.map((value) => ({ value, label: i18n.languageName(value) }))}
        chosen={shown.languages}
        onChange={(languages) => edit({ languages })}
        error={errorOf(first.languages)}
        firstId={first.languages}
      />
      <Picks
        many
        legend={words.topics}
        hint={words.topicsHint}
        options={TOPICS.map((value) => ({ value, label: i18n.words.topics[value] }))}
        chosen={shown.topics}
        onChange={(topics) => edit({ topics })}
      />
      <div role="status">
        {changes !== undefined && signsOut(changes) && (
          <Notice tone="care">
            <p>{isMe ? words.signsYouOut : words.signsOut(person.alias)}</p>
            {leaves && isMe && <p>{words.losesAdmin}</p>}
            {leaves && <p>{words.losesLinks(person.alias)}</p>}
          </Notice>
        )}
      </div>
      <ProblemNote view={view} of="save" />
      <DoneNote
        done={view.done?.what === 'saved' ? view.done : null}
        onDismiss={() => actions.dismiss()}
      />
      <div class={css['actions']}>
        <Button kind="main" type="submit" large off={busy || changes === undefined}>
          {busy ? words.saving : words.save}
        </Button>
        {changes !== undefined && !busy && (
          <Button
            kind="quiet"
            onPress={() => {
              tries.value = 0;
              actions.undo(person.id);
            }}
          >
            {words.undo}
          </Button>
        )}
        {changes === undefined && !busy && <p class={fields['hint']}>{words.nothing}</p>}
      </div>
    </form>
  );
}
