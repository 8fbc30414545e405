import type { StaffId } from '@terskel/shared/ids';
import { AuditKind } from '@terskel/shared/staff';
import { useId } from 'preact/hooks';
import { startOfDay } from '../../i18n/admin/i18n.ts';
import type { AdminWork, AuditChoice } from '../../state/admin.ts';
import css from '../../styles/admin/fields.module.css';
import { Button } from '../parts/button.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import { useFocusAtFirst } from './hooks.ts';
import { sorted } from '../../lists.ts';

/** The values of the form fields. */
interface Draft {
  readonly what: string;
  readonly staff: string;
  readonly from: string;
  readonly to: string;
}
const EVERYTHING: Draft = { what: '', staff: '', from: '', to: '' };

interface AuditFilterProps {
  readonly view: AdminWork;
  readonly onChoose: (choice: AuditChoice) => void;
}

/** Filters by kind, staff member and days. The log changes only when the form is submitted. */
export function AuditFilter({ view, onChoose }: AuditFilterProps) {
  const { audit } = useAdminI18n().admin;
  const ids = { heading: useId(), what: useId(), staff: useId(), from: useId(), to: useId() };
  const { choice } = view.audit;
  const draft = useSignal<Draft>({
    what: choice.what ?? '',
    staff: choice.staff ?? '',
    from: choice.from === undefined ? '' : dayIn(choice.from),
    to: choice.until === undefined ? '' : dayIn(choice.until - 1),
  });
  const tries = useSignal(0);
  const set = (more: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...more };
    tries.value = 0;
  };
  const { from, to } = draft.value;
  const wrong = from !== '' && to !== '' && to < from;
  return (
    <form
      class={css['line']}
      aria-labelledby={ids.heading}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) tries.value += 1;
        else onChoose(choiceOf(draft.value));
      }}
    >
      <h2 id={ids.heading} class="heard">
        {audit.filter}
      </h2>
      <div class={css['field']}>
        <label for={ids.what}>{audit.what}</label>
        <select
          id={ids.what}
          value={draft.value.what}
          onChange={(event) => set({ what: event.currentTarget.value })}
        >
          <option value="">{audit.everything}</option>
          {AuditKind.options.map((kind) => (
            <option key={kind} value={kind}>
              {audit.kinds[kind]}
            </option>
          ))}
        </select>
      </div>
      <div class={css['field']}>
        <label for={ids.staff}>{audit.who}</label>
        <select
          id={ids.staff}
          value={draft.value.staff}
          onChange={(event) => set({ staff: event.currentTarget.value })}
        >
          <option value="">{audit.everybody}</option>
          {peopleOf(view).map(([id, alias]) => (
            <option key={id} value={id}>
              {alias}
            </option>
          ))}
        </select>
      </div>
      <div class={css['field']}>
        <label for={ids.from}>{audit.from}</label>
        <input
          id={ids.from}
          type="date"
          value={from}
          onInput={(event) => set({ from: event.currentTarget.value })}
        />
      </div>
      <div class={css['field']}>
        <label for={ids.to}>{audit.to}</label>
        <input
          id={ids.to}
          type="date"
          value={to}
          aria-invalid={tries.value > 0 && wrong ? 'true' : undefined}
          onInput={(event) => set({ to: event.currentTarget.value })}
        />
      </div>
      <div class={css['actions']}>
        <Button kind="main" type="submit">
          {audit.apply}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            set(EVERYTHING);
            onChoose({});
          }}
        >
          {audit.clear}
        </Button>
      </div>
      {tries.value > 0 && wrong && <WrongOrder key={tries.value} text={audit.wrongOrder} />}
    </form>
  );
}

function WrongOrder({ text }: { readonly text: string }) {
  const words = useFocusAtFirst<HTMLParagraphElement>();
  return (
    <p class={css['error']} tabindex={-1} ref={words}>
      {text}
    </p>
  );
}

/** Current staff, and former staff who occur in the loaded entries; sorted by name. */
function peopleOf({ people, audit }: AdminWork): (readonly [StaffId, string])[] {
  const named = (audit.entries ?? []).flatMap(({ by, about }) => [by, about]);
  const all = [...named.flatMap((one) => one ?? []), ...(people ?? [])];
  const known = new Map(all.map(({ id, alias }) => [id, alias]));
  return sorted([...known], ([, one], [, other]) => one.localeCompare(other));
}

/** Whole days in the browser's time zone. */
function choiceOf({ what, staff, from, to }: Draft): AuditChoice {
  const kind = AuditKind.safeParse(what);
  return {
    ...(kind.success && { what: kind.data }),
    ...(staff !== '' && { staff: staff as StaffId }),
    ...(from !== '' && { from: midnight(from) }),
    ...(to !== '' && { until: midnight(to, 1) }),
  };
}

function midnight(day: string, later = 0): number {
  return startOfDay(new Date(`${day}T00:00`).getTime(), later);
}

/** The value of a date field, such as 2026-11-21. */
function dayIn(at: number): string {
  const day = new Date(at);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
