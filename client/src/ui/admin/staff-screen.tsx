import { useId } from 'preact/hooks';
import {
  SEARCH_FROM,
  type AdminActions,
  type AdminWork,
  type Search,
  found,
  inTraining,
} from '../../state/admin.ts';
import css from '../../styles/admin/staff.module.css';
import { Button } from '../parts/button.tsx';
import { useTitle } from '../parts/hooks.ts';
import { LampScene } from '../parts/lamp-scene.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { ProblemNote } from './notes.tsx';
import { OpenInvites } from './open-invites.tsx';
import { People } from './people.tsx';
import { SearchBox } from './search-box.tsx';

export interface ScreenProps {
  readonly view: AdminWork;
  readonly actions: AdminActions;
}

/** All staff who can sign in, and the open invites. */
export function StaffScreen({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const { staff } = i18n.admin;
  useTitle(i18n.admin.nav.staff, i18n.words.brand);
  const people = view.people ?? [];
  const learners = people.filter(inTraining).length;
  return (
    <>
      <div class={css['top']}>
        <div class={css['words']}>
          <h1 tabindex={-1}>{staff.heading}</h1>
          <p>{staff.lead}</p>
          <p class={css['counts']}>
            {view.people === null ? i18n.admin.loading : i18n.plural(staff.count, people.length)}
            {learners > 0 && `, ${i18n.plural(staff.training, learners)}`}
          </p>
          <Button kind="lamp" large onPress={() => actions.go('invite')}>
            {staff.invite}
          </Button>
        </div>
        <div class={css['scene']}>
          <LampScene lit={false} />
        </div>
      </div>
      <ProblemNote view={view} of="staff" onAgain={() => actions.refresh()} />
      {view.people !== null && <Found view={view} actions={actions} />}
      {view.people !== null && (
        <OpenInvites view={view} onWithdraw={(id) => actions.withdraw(id)} />
      )}
      <p>
        <a href={`/poster?lang=${i18n.locale}`} target="_blank" rel="noopener">
          {staff.poster}
        </a>
      </p>
    </>
  );
}

function Found({ view, actions }: ScreenProps) {
  const { admin } = useAdminI18n();
  const id = useId();
  const search = useSignal<Search>({ text: '', show: 'all' });
  const people = view.people ?? [];
  const searches = people.length > SEARCH_FROM;
  const shown = searches ? found(people, search.value) : people;
  return (
    <section class={css['people']} aria-labelledby={id}>
      <h2 id={id} class="heard">
        {admin.staff.table}
      </h2>
      {searches && <SearchBox search={search} hits={shown.length} />}
      {shown.length > 0 && (
        <People people={shown} view={view} onOpen={(id) => actions.openPerson(id)} />
      )}
      {people.length === 1 && <p class={css['alone']}>{admin.staff.alone}</p>}
    </section>
  );
}
