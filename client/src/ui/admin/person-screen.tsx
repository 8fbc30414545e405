import type { Person } from '@terskel/shared/staff';
import { isLastAdmin } from '../../state/admin.ts';
import css from '../../styles/admin/person.module.css';
import { Icon } from '../parts/icons.tsx';
import { LampMark } from '../parts/lamp.tsx';
import { useTitle } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';
import { LinkCard } from './link-card.tsx';
import { PersonForm } from './person-form.tsx';
import { mayAnswer, trainingWords, useLastSeen } from './person-parts.tsx';
import { Recover, Revoke } from './person-ways.tsx';
import type { ScreenProps } from './staff-screen.tsx';

/** One staff member: their state, what can be changed, account recovery and removal of access. */
export function PersonScreen(props: ScreenProps & { readonly person: Person }) {
  const { view, actions, person } = props;
  const i18n = useAdminI18n();
  const { person: words } = i18n.admin;
  useTitle(person.alias, i18n.words.brand);
  const lastSeen = useLastSeen();
  const isMe = person.id === view.me.id;
  const last = isLastAdmin(view.people ?? [], person.id);
  const facts = [
    trainingWords(person, i18n),
    i18n.plural(words.passkeys, person.passkeys),
    words.seen(lastSeen(person).toLocaleLowerCase()),
    words.joined(i18n.day(person.joinedAt)),
  ];
  return (
    <>
      <a
        class={css['back']}
        href="#staff"
        onClick={(event) => {
          event.preventDefault();
          actions.closePerson();
        }}
      >
        <Icon name="back" />
        {words.back}
      </a>
      <div class={css['who']}>
        <LampMark lit={mayAnswer(person)} />
        <h1 tabindex={-1}>{person.alias}</h1>
        <p class={css['facts']}>{facts.join(' · ')}</p>
        {isMe && <p class={css['facts']}>{words.you}</p>}
      </div>
      <div class={css['columns']}>
        <PersonForm view={view} actions={actions} person={person} isMe={isMe} lastAdmin={last} />
        <div class={css['ways']}>
          {view.link === null ? (
            <Recover view={view} person={person} onRecover={() => actions.recover(person.id)} />
          ) : (
            <LinkCard link={view.link} />
          )}
          <Revoke
            view={view}
            person={person}
            isMe={isMe}
            lastAdmin={last}
            onRevoke={() => actions.revoke(person.id)}
          />
        </div>
      </div>
    </>
  );
}
