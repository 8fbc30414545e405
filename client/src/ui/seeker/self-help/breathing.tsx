import { useEffect, useMemo } from 'preact/hooks';
import type { SelfHelpWords } from '../../../i18n/self-help/words.ts';
import css from '../../../styles/seeker/self-help.module.css';
import { Button } from '../../parts/button.tsx';
import { useSignal } from '../../parts/signals.ts';
import { useSurroundings } from '../../parts/surroundings.ts';

/** Breathing out takes longer than breathing in, which calms. The animation times in `self-help.module.css` must match. */
const STEPS = [
  { name: 'in', ms: 4_000 },
  { name: 'hold', ms: 4_000 },
  { name: 'out', ms: 6_000 },
] as const;

/** A breathing exercise that the seeker starts and stops. It needs no network. */
export function Breathing({ words }: { readonly words: SelfHelpWords['breathing'] }) {
  const { clock } = useSurroundings();
  /** The number of completed steps; null if not started. */
  const taken = useSignal<number | null>(null);
  // With reduced motion nothing moves; only the words change.
  const isStill = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)').matches, []);
  const now = taken.value;
  const step = now === null ? undefined : STEPS[now % STEPS.length];
  useEffect(() => {
    if (now === null || step === undefined) return undefined;
    return clock.after(step.ms, () => {
      taken.value = now + 1;
    });
  }, [clock, now, step, taken]);
  return (
    <div class={css['breathing']}>
      <h3>{words.title}</h3>
      <p>{isStill ? words.aboutStill : words.about}</p>
      {step !== undefined && (
        <div class={css['air']} aria-hidden="true">
          <div class={css['circle']} data-step={step.name} />
        </div>
      )}
      {/* A screen reader reads one word per step, and only while the exercise runs. */}
      <p role="status" class={css['step']}>
        {step !== undefined && words[step.name]}
      </p>
      <Button
        onPress={() => {
          taken.value = now === null ? 0 : null;
        }}
      >
        {now === null ? words.start : words.stop}
      </Button>
    </div>
  );
}
