import type { ErrorCode } from '@terskel/shared/errors';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { VolunteerNote } from '../../state/volunteer-view.ts';
import css from '../../styles/parts/notices.module.css';
import work from '../../styles/volunteer/work.module.css';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/hooks.ts';
import { useStaffI18n } from './staff-words.ts';

/**
 * A note that the volunteer dismisses. The `status` element always exists, so that screen readers announce changes; the
 * button is outside it.
 */
export function NoteBox(props: {
  readonly note: VolunteerNote | null;
  readonly onDismiss: () => void;
}) {
  const i18n = useStaffI18n();
  const { note } = props;
  return (
    <div class={cx(note !== null && css['notice'], note !== null && css['calm'])}>
      <div class={work['note']}>
        <p role="status">{note === null ? '' : noteWords(note, i18n)}</p>
        {note !== null && (
          <Button kind="quiet" onPress={props.onDismiss}>
            {i18n.staff.note.dismiss}
          </Button>
        )}
      </div>
    </div>
  );
}

function noteWords(note: VolunteerNote, { staff }: StaffI18n): string {
  switch (note.kind) {
    case 'conversation_ended':
      return `${staff.talks.name(String(note.number))}: ${staff.note.ended[note.reason ?? 'unknown']}`;
    case 'transfer':
      return `${staff.talks.name(String(note.number))}: ${outcomeWords(note, staff.transfer.outcome)}`;
    case 'transfer_expired':
      return staff.transfer.expired;
    case 'transfer_withdrawn':
      return staff.transfer.withdrawn;
    case 'takeover':
      return staff.stuck.over(note.alias);
    case 'taken_over':
    case 'released':
      return staff.stuck[note.kind];
    case 'visit':
      return visitWords(note, staff.note.visit);
    case 'refused':
      return staff.note.refused[refusalKind(note.code)];
    default:
      return staff.note[note.kind];
  }
}

function visitWords(
  { why, alias, unsent }: Extract<VolunteerNote, { kind: 'visit' }>,
  words: StaffI18n['staff']['note']['visit'],
): string {
  return unsent ? `${words[why](alias)} ${words.unsent}` : words[why](alias);
}

function outcomeWords(
  { outcome, alias }: Extract<VolunteerNote, { kind: 'transfer' }>,
  words: StaffI18n['staff']['transfer']['outcome'],
): string {
  if (outcome === 'refused') return words.refused;
  return alias === null ? words[`${outcome}Any`] : words[outcome](alias);
}

/** What an error code means to a volunteer at work. */
function refusalKind(code: ErrorCode): keyof StaffI18n['staff']['note']['refused'] {
  switch (code) {
    case 'rate_limited':
      return 'busy';
    case 'unavailable':
    case 'internal':
      return 'unavailable';
    case 'unauthorized':
    case 'forbidden':
      return 'forbidden';
    case 'offer_gone':
      return 'offer_gone';
    case 'at_capacity':
      return 'at_capacity';
    case 'wrong_state':
    case 'not_found':
    case 'queue_empty':
      return 'stale';
    default:
      return 'failed';
  }
}
