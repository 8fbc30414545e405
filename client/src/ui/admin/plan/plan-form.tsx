import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { FieldName } from '../../../state/plan/fields.ts';
import { NEW_CHOICES, withText } from '../../../state/plan/plan.ts';
import type { Form } from '../../../state/plan/task-of.ts';
import css from '../../../styles/admin/plan/form.module.css';
import { Button } from '../../parts/button.tsx';
import { useSignal } from '../../parts/signals.ts';
import { useAdminI18n } from '../admin-words.ts';
import { Picks } from '../picks.tsx';
import { HoursField } from './hours-field.tsx';
import { NumberField } from './number-field.tsx';
import type { PlanProps } from './plan-view.tsx';
import { usePlanText } from './plan-words.ts';
import { RunStatus } from './run-status.tsx';

interface PlanFormProps extends PlanProps {
  readonly form: Form;
  /** Whether the opening hours come from the settings. */
  readonly hoursKnown: boolean;
}

/** Every assumption, visible and editable. */
export function PlanForm({ plan, form, actions, hoursKnown }: PlanFormProps) {
  const { words, number } = usePlanText();
  const id = useId();
  const { choices, run } = plan;
  const { values, hours, basis } = form;
  const tries = useSignal(0);
  const strict = tries.value > 0;
  const field = (name: FieldName, unit: string, hint?: string) => (
    <NumberField
      name={name}
      unit={unit}
      hint={hint}
      text={choices.texts[name]}
      value={values[name]}
      {...(name === 'togetherMin' && { least: values.durationMin.value ?? 0 })}
      strict={strict}
      onInput={(text) => actions.choose(withText(choices, name, text))}
    />
  );
  const submit = (): void => {
    tries.value += 1;
    if (form.task !== null) actions.start(form.task);
    else if (form.wrong[0] !== undefined) document.getElementById(`plan-${form.wrong[0]}`)?.focus();
  };
  const measures = basis.quarter !== null;
  const count = (source: string): number => hours.filter((hour) => hour.source === source).length;
  const of = (source: string): string => number(count(source));
  const known = hours.filter(({ hour }) => basis.staffing[hour] !== null).length;
  const { units, fieldHints } = words;
  const untouched = hoursKnown ? words.hours.known : words.hours.guess;
  const hoursHint = `${words.groupHints.hours} ${choices.week === null ? untouched : ''}`;
  return (
    <form
      class={css['form']}
      noValidate
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class={css['head']}>
        <h2 id={id}>{words.form}</h2>
        <BasisNote form={form} />
      </div>
      <Group title={words.groups.hours} hint={hoursHint}>
        <HoursField
          week={form.week}
          total={hours.length}
          strict={strict}
          onChange={(week) => actions.choose({ ...choices, week })}
        />
      </Group>
      <Group
        title={words.groups.seekers}
        hint={
          measures
            ? words.arrivalsSources(of('measured'), of('estimated'), of('assumed'))
            : undefined
        }
      >
        <div class={css['fields']}>
          {(!measures || count('assumed') > 0) &&
            field(
              'arrivals',
              units.seekers,
              measures ? fieldHints.arrivalsRest : fieldHints.arrivals,
            )}
          {measures && field('change', units.percent, fieldHints.change)}
          {field('patienceMin', units.minutes, fieldHints.patienceMin)}
        </div>
      </Group>
      <Group title={words.groups.talks}>
        <div class={css['fields']}>
          {field('durationMin', units.minutes, fieldHints.durationMin)}
          {field('afterMin', units.minutes, fieldHints.afterMin)}
          {choices.atOnce === 2 && field('togetherMin', units.minutes, fieldHints.togetherMin)}
        </div>
        <Picks
          legend={words.atOnce}
          hint={words.atOnceHint}
          options={([1, 2] as const).map((value) => ({ value, label: words.atOnceNames[value] }))}
          chosen={[choices.atOnce]}
          onChange={([atOnce = 1]) => actions.choose({ ...choices, atOnce })}
        />
      </Group>
      <Group title={words.groups.goals} hint={words.groupHints.goals}>
        <div class={css['fields']}>
          {field('servedInTime', units.percent)}
          {field('withinMin', units.minutes)}
          {field('left', units.percent)}
        </div>
      </Group>
      <Group
        title={words.groups.staff}
        hint={
          known > 0
            ? words.presentSources(number(known), number(hours.length))
            : words.groupHints.staff
        }
      >
        <div class={css['fields']}>
          {field('present', units.people, known > 0 ? fieldHints.presentRest : undefined)}
        </div>
      </Group>
      <Group title={words.groups.other} hint={words.groupHints.other}>
        <div class={css['fields']}>
          {field('otherArrivals', units.seekers)}
          {field('otherPresent', units.people)}
        </div>
      </Group>
      <div class={css['actions']}>
        <Button kind="main" type="submit" large off={run.state === 'running'}>
          {run.state === 'none' ? words.start : words.again}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            tries.value = 0;
            actions.choose(NEW_CHOICES);
          }}
        >
          {words.reset}
        </Button>
      </div>
      <RunStatus run={run} task={form.task} onCancel={() => actions.cancel()} />
    </form>
  );
}

interface GroupProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

function Group({ title, hint, children }: GroupProps) {
  const id = useId();
  return (
    <fieldset class={css['group']} aria-describedby={hint === undefined ? undefined : id}>
      <legend class={css['legend']}>{title}</legend>
      {hint !== undefined && (
        <p id={id} class={css['hint']}>
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  );
}

/** Which quarter the measured figures are from, and what it lacks. */
function BasisNote({ form: { basis } }: { readonly form: Form }) {
  const i18n = useAdminI18n();
  const { basis: words } = usePlanText().words;
  if (basis.quarter === null) return <p>{words.none}</p>;
  const [year = '', number = ''] = basis.quarter.label.split('-Q');
  return (
    <>
      <p>{words.from(words.quarter(number, year))}</p>
      {basis.quarter.gaps > 0 && <p>{i18n.plural(words.gaps, basis.quarter.gaps)}</p>}
    </>
  );
}
