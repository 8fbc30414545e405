import { TIMES } from '@terskel/shared/limits';
import { useEffect } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import css from '../../styles/talk/talk.module.css';
import panel from '../../styles/volunteer/talk-panel.module.css';
import { Button } from '../parts/button.tsx';
import { cx, useNow } from '../parts/hooks.ts';
import { Sign } from '../parts/icons.tsx';
import { useSignal } from '../parts/signals.ts';
import { useSurroundings } from '../parts/surroundings.ts';
import { useStaffI18n } from './staff-words.ts';

const MINUTE_MS = 60_000;
/** Time left of the plan at which the volunteer is asked (ms). */
const STEPS_MS = [0, 5 * MINUTE_MS, 10 * MINUTE_MS] as const;

/**
 * The planned time is nearly over, or is over (rule C8). The volunteer ends the conversation or adds time. Each step is
 * announced and can be hidden until the next.
 */
export function Extend({ talk, onExtend }: { readonly talk: Talk; readonly onExtend: () => void }) {
  const i18n = useStaffI18n();
  const { announce } = useSurroundings();
  const { talk: words, note } = i18n.staff;
  const hidden = useSignal<string | null>(null);
  const leftMs = talk.startedAt + talk.plannedMs - useNow(5_000);
  const step = STEPS_MS.find((ms) => leftMs <= ms);
  const key = `${talk.plannedMs} ${step}`;
  let text = '';
  if (step === 0) text = words.ranOut;
  else if (step !== undefined) text = words.runsOut(i18n.minutes(step));
  useEffect(() => {
    if (text !== '') announce(text);
  }, [key]);
  if (text === '' || hidden.value === key) return null;
  return (
    <div class={cx(css['extend'], panel['extend'])}>
      <p>{text}</p>
      <div class={panel['extendActs']}>
        <Button onPress={onExtend}>{words.extend(i18n.minutes(TIMES.extensionMs))}</Button>
        <Button
          kind="quiet"
          onPress={() => {
            hidden.value = key;
          }}
        >
          <Sign path="m6 6 12 12M18 6 6 18" />
          <span class="heard">{note.dismiss}</span>
        </Button>
      </div>
    </div>
  );
}
