import type { Transfer } from '@terskel/shared/models';
import { useEffect, useRef } from 'preact/hooks';
import type { WorkTalk } from '../../state/volunteer-view.ts';
import log from '../../styles/talk/log.module.css';
import css from '../../styles/volunteer/transfer.module.css';
import { Button } from '../parts/button.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { SaidBefore } from '../talk/said-before.tsx';
import { useStaffI18n } from './staff-words.ts';

/** How far a pending transfer has come, and a button that takes it back (rule C11). */
export function TransferState(props: {
  readonly transfer: Transfer;
  readonly onCancel?: () => void;
}) {
  const { transfer: words } = useStaffI18n().staff;
  const { announce } = useSurroundings();
  const { state, to, reason } = props.transfer;
  const isTakeover = reason === 'takeover';
  let text = words.asked;
  if (isTakeover && to.kind === 'colleague') text = words.takeover(to.alias);
  else if (state !== 'asked') {
    text = to.kind === 'colleague' ? words[state].colleague(to.alias) : words[state][to.kind];
  }
  const known = useRef('');
  useEffect(() => {
    if (known.current !== text) announce(text);
    known.current = text;
  }, [text]);
  return (
    <div class={css['pending']} data-brief>
      <p>{text}</p>
      {!isTakeover && props.onCancel !== undefined && (
        <Button kind="quiet" onPress={props.onCancel}>
          {words.takeBack}
        </Button>
      )}
    </div>
  );
}

/** Above the messages of a conversation that was transferred to this volunteer: from whom, and what was said before. */
export function TakenOver({ talk }: { readonly talk: WorkTalk }) {
  const { transfer: words, talk: one } = useStaffI18n().staff;
  if (talk.former === null) return null;
  const { alias, takeover } = talk.former;
  return (
    <>
      <SaidBefore
        talk={talk}
        heading={words.before(alias)}
        hint={words.beforeHint}
        names={{ seeker: one.seeker, leader: one.visit.role }}
      />
      <p class={log['opening']}>{words[takeover ? 'tookOverAlone' : 'tookOver'](alias)}</p>
    </>
  );
}
