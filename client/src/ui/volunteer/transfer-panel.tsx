import type { Colleague, TransferReason, TransferTo } from '@terskel/shared/models';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import css from '../../styles/volunteer/transfer.module.css';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useSignal } from '../parts/signals.ts';
import { useStaffI18n } from './staff-words.ts';

interface TransferPanelProps {
  /** Fetches the colleagues on duty; null if that failed. */
  readonly colleagues: () => Promise<readonly Colleague[] | null>;
  readonly onAsk: (reason: TransferReason, to: TransferTo) => void;
  readonly onStay: () => void;
  /** The button that opened this panel. */
  readonly asker: RefObject<HTMLButtonElement | null>;
}

const REASONS: readonly TransferReason[] = ['end_of_shift', 'language', 'experience', 'leader'];

/** Asks the seeker whether somebody else may take over: why, and who (rule C11). */
export function TransferPanel({ colleagues, onAsk, onStay, asker }: TransferPanelProps) {
  const { transfer: words } = useStaffI18n().staff;
  const onDuty = useSignal<readonly Colleague[] | 'loading' | 'failed'>('loading');
  const reason = useSignal<TransferReason | null>(null);
  /** `any`, `leader`, or the id of a colleague. */
  const to = useSignal('any');
  const load = async (): Promise<void> => {
    onDuty.value = 'loading';
    onDuty.value = (await colleagues()) ?? 'failed';
  };
  useEffect(() => void load(), []);

  const known = typeof onDuty.value === 'string' ? [] : onDuty.value;
  const hasLeader = known.some(({ leads }) => leads);
  // A leader is the obvious choice for this reason, but not the only one.
  useEffect(() => {
    if (reason.value === 'leader' && hasLeader && to.value === 'any') to.value = 'leader';
  }, [reason.value, hasLeader]);
  const options = [
    { value: 'any', label: words.any },
    ...(hasLeader ? [{ value: 'leader', label: words.leader }] : []),
    ...known.map((one) => ({ value: String(one.id), label: nameOf(one, words) })),
  ];

  return (
    <Confirm
      title={words.title}
      text={words.lead}
      yes={words.ask}
      no={words.no}
      yesOff={reason.value === null}
      onYes={() => {
        if (reason.value !== null) onAsk(reason.value, chosen(to.value, known));
      }}
      onNo={onStay}
      asker={asker}
    >
      <div class={css['choices']}>
        <Choice
          legend={words.reason}
          options={REASONS.map((value) => ({ value, label: words.reasons[value] }))}
          value={reason}
        />
        <Choice legend={words.to} options={options} value={to} />
        <p role="status" class={css['status']}>
          {statusOf(onDuty.value, reason.value, words)}
        </p>
        {onDuty.value === 'failed' && <Again onPress={() => void load()} />}
      </div>
    </Confirm>
  );
}

function Again({ onPress }: { readonly onPress: () => void }) {
  const { words } = useStaffI18n();
  return (
    <p>
      <Button onPress={onPress}>{words.talk.retry}</Button>
    </p>
  );
}

type Words = ReturnType<typeof useStaffI18n>['staff']['transfer'];

function nameOf({ alias, leads, free }: Colleague, words: Words): string {
  const name = leads ? words.leads(alias) : alias;
  return free ? name : words.busy(name);
}

function chosen(to: string, known: readonly Colleague[]): TransferTo {
  if (to === 'leader') return { kind: 'leader' };
  const one = known.find(({ id }) => id === to);
  return one === undefined
    ? { kind: 'any' }
    : { kind: 'colleague', staffId: one.id, alias: one.alias };
}

function statusOf(
  onDuty: readonly Colleague[] | 'loading' | 'failed',
  reason: TransferReason | null,
  words: Words,
): string {
  if (onDuty === 'loading') return words.loading;
  if (onDuty === 'failed') return words.loadFailed;
  if (onDuty.length === 0) return words.nobody;
  if (reason === 'leader' && !onDuty.some(({ leads }) => leads)) return words.noLeader;
  return reason === null ? words.choose : '';
}
