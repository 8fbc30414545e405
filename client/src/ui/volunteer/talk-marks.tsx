import type { ComponentChildren } from 'preact';
import type { Talk } from '../../state/model.ts';
import css from '../../styles/volunteer/talk-panel.module.css';
import { Button } from '../parts/button.tsx';
import { useStaffI18n } from './staff-words.ts';

interface TalkMarksProps {
  readonly talk: Talk;
  readonly onMark: (mark: 'danger' | 'held', on: boolean) => void;
  /** Another button in the same row. */
  readonly children: ComponentChildren;
}

/**
 * Marks the conversation as danger, or holds it open (rules C9, C17). Danger that the seeker chose cannot be unmarked.
 */
export function TalkMarks({ talk, onMark, children }: TalkMarksProps) {
  const { talk: words } = useStaffI18n().staff;
  return (
    <div class={css['marks']} data-marks>
      {!talk.urgent && (
        <Button kind="quiet" onPress={() => onMark('danger', !talk.danger)}>
          {talk.danger ? words.unmarkDanger : words.markDanger}
        </Button>
      )}
      {!talk.danger && (
        <Button kind="quiet" onPress={() => onMark('held', !talk.held)}>
          {talk.held ? words.holdNoMore : words.holdOpen}
        </Button>
      )}
      {children}
    </div>
  );
}

/** Shown when this tab has no keys: returns the seeker to the original place in the queue (rule C16). */
export function GiveBack(props: { readonly talk: Talk; readonly onGiveBack: () => void }) {
  const { talk: words } = useStaffI18n().staff;
  const returned = props.talk.volunteerKeys === 'returned';
  return (
    <>
      <p role="status">{returned ? words.givingBack : ''}</p>
      {!returned && (
        <Button kind="main" onPress={props.onGiveBack}>
          {words.giveBack}
        </Button>
      )}
    </>
  );
}
