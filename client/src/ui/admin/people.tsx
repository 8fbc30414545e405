import type { StaffId } from '@terskel/shared/ids';
import type { Person } from '@terskel/shared/staff';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import type { AdminWork } from '../../state/admin.ts';
import css from '../../styles/admin/people.module.css';
import { useAdminI18n } from './admin-words.ts';
import { useWide } from './hooks.ts';
import {
  PersonName,
  Roles,
  languageNames,
  topicNames,
  trainingWords,
  useLastSeen,
} from './person-parts.tsx';

interface PeopleProps {
  readonly people: readonly Person[];
  readonly view: AdminWork;
  readonly onOpen: (id: StaffId) => void;
}

/** All staff: as a table if the window is wide enough, otherwise as cards. */
export function People(props: PeopleProps) {
  return useWide() ? <Table {...props} /> : <Cards {...props} />;
}

function nameOf(person: Person, { view, onOpen }: PeopleProps) {
  return (
    <PersonName
      person={person}
      isMe={person.id === view.me.id}
      unsaved={view.drafts.has(person.id)}
      takesFocus={person.id === view.left}
      onOpen={() => onOpen(person.id)}
    />
  );
}

const passkeyWords = ({ passkeys }: Person, { admin }: AdminI18n): string =>
  passkeys === 0 ? admin.staff.noPasskey : String(passkeys);

function Table(props: PeopleProps) {
  const i18n = useAdminI18n();
  const { staff } = i18n.admin;
  const lastSeen = useLastSeen();
  return (
    <table class={css['table']}>
      <caption class="heard">{staff.table}</caption>
      <thead>
        <tr>
          <th scope="col">{staff.name}</th>
          <th scope="col">{staff.role}</th>
          <th scope="col">{staff.state}</th>
          <th scope="col">{staff.capacity}</th>
          <th scope="col">{staff.languages}</th>
          <th scope="col">{staff.topics}</th>
          <th scope="col">{staff.passkeys}</th>
          <th scope="col">{staff.lastSeen}</th>
        </tr>
      </thead>
      <tbody>
        {props.people.map((person) => (
          <tr key={person.id}>
            <th scope="row">{nameOf(person, props)}</th>
            <td>
              <Roles roles={person.roles} />
            </td>
            <td>{trainingWords(person, i18n)}</td>
            <td data-number>{person.capacity}</td>
            <td>{languageNames(person, i18n)}</td>
            <td>{topicNames(person, i18n)}</td>
            <td data-number>{passkeyWords(person, i18n)}</td>
            <td>{lastSeen(person)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards(props: PeopleProps) {
  const i18n = useAdminI18n();
  const { staff } = i18n.admin;
  const lastSeen = useLastSeen();
  return (
    <ul class={css['cards']} aria-label={staff.table}>
      {props.people.map((person) => (
        <li key={person.id} class={css['card']}>
          <h3 class={css['cardName']}>{nameOf(person, props)}</h3>
          <Roles roles={person.roles} />
          <dl class={css['facts']}>
            <Fact name={staff.state} value={trainingWords(person, i18n)} />
            <Fact name={staff.capacity} value={String(person.capacity)} />
            <Fact name={staff.languages} value={languageNames(person, i18n)} />
            <Fact name={staff.topics} value={topicNames(person, i18n)} />
            <Fact name={staff.passkeys} value={passkeyWords(person, i18n)} />
            <Fact name={staff.lastSeen} value={lastSeen(person)} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
