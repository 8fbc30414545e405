/** The profile: the name that seekers see, languages and topics. */
import { LANGUAGES, TOPICS } from '@terskel/shared/choices';
import { NewAlias } from '@terskel/shared/staff';
import { useRef } from 'preact/hooks';
import type { AccountActions, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { NameField } from '../entry/name-field.tsx';
import { Button } from '../parts/button.tsx';
import { useSignal } from '../parts/signals.ts';
import { Choices } from './choices.tsx';
import { Part } from './part.tsx';
import { useAccountI18n } from './words.ts';

export function Profile({ view, actions }: { view: AccountView; actions: AccountActions }) {
  const i18n = useAccountI18n();
  const { words, account } = i18n;
  const { profile, save } = account.account;
  const { join } = account.entry;
  const { staff } = view;
  const alias = useSignal(staff.alias);
  const languages = useSignal(staff.languages);
  const topics = useSignal(staff.topics);
  const nameWrong = useSignal('');
  const noLanguage = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const works = staff.roles.some((role) => role !== 'admin');

  const submit = (): void => {
    const name = NewAlias.safeParse(alias.value);
    noLanguage.value = languages.value.length === 0;
    if (!name.success) {
      nameWrong.value = alias.value.trim() === '' ? join.nameMissing : join.nameOdd;
      field.current?.focus();
    } else if (!noLanguage.value) {
      actions.save({
        ...(name.data !== staff.alias && { alias: name.data }),
        ...(!same(languages.value, staff.languages) && { languages: languages.value }),
        ...(!same(topics.value, staff.topics) && { topics: topics.value }),
      });
    }
  };

  return (
    <Part view={view} title={profile.heading} done={{ profile: profile.saved }}>
      <form
        class={css['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (view.busy === null) submit();
        }}
      >
        <NameField
          label={profile.name}
          hint={works ? join.nameHint : join.nameStaffHint}
          wrong={nameWrong.value}
          value={alias.value}
          inputRef={field}
          onInput={(text) => {
            alias.value = text;
            nameWrong.value = '';
          }}
        />
        {works && (
          <>
            <Choices
              legend={profile.languages}
              options={LANGUAGES.map((value) => ({ value, label: i18n.languageName(value) }))}
              chosen={languages}
              wrong={noLanguage.value ? profile.languagesMissing : ''}
            />
            <Choices
              legend={profile.topics}
              hint={profile.topicsHint}
              options={TOPICS.map((value) => ({ value, label: words.topics[value] }))}
              chosen={topics}
            />
          </>
        )}
        <div>
          <Button kind="main" type="submit" off={view.busy !== null}>
            {save}
          </Button>
        </div>
      </form>
    </Part>
  );
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
