/** Loads what a transfer shows, when there is one (rules C11, U5). If that fails, the page says so and tries again. */
import type { ConversationId } from '@terskel/shared/ids';
import type { Signal } from '../../signal.ts';
import type { I18n } from '../../i18n/i18n.ts';
import type { SeekerActions, Talk } from '../../state/model.ts';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { useLate } from '../parts/lazy.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSignal, useValue } from '../parts/signals.ts';
import { useI18n } from '../parts/surroundings.ts';
import type * as Script from './transfer/transfer.tsx';
import { useLateWords } from './use-late-words.ts';

export interface TransferProps {
  /** In the log, above the messages; or above the message box. */
  readonly part: 'log' | 'foot';
  readonly talk: Talk;
  readonly actions: SeekerActions;
  readonly draft: Signal<string>;
  /** The conversation in which the draft was begun. */
  readonly begunFor: Signal<ConversationId | null>;
  /** Set while the text in the message box was begun for the former volunteer: why it cannot be sent, once known. */
  readonly held: Signal<string | null>;
  /** The seeker has another question to answer first. */
  readonly isQuiet: boolean;
}

let script: typeof Script | undefined;

export async function loadTransfer(i18n: I18n): Promise<void> {
  const loaded = await import('./transfer/transfer.tsx');
  await loaded.prepare(i18n);
  script = loaded;
}

export function Transfer(props: TransferProps) {
  const { held } = props;
  const { transfer, former, conversationId } = props.talk;
  const wanted = useRef(false);
  const begunFor = useValue(props.begunFor);
  const isHeld = former !== null && begunFor !== null && begunFor !== conversationId;
  useLayoutEffect(() => {
    if (isHeld) held.value ??= '';
  }, [isHeld]);
  wanted.current ||= transfer !== null || former !== null;
  return wanted.current ? <Wanted {...props} /> : null;
}

function Wanted(props: TransferProps) {
  const i18n = useI18n();
  const { askedUnseen } = useLateWords().conversation;
  const failed = useSignal(false);
  const loaded = useLate(script, () =>
    loadTransfer(i18n).catch((error: unknown) => {
      failed.value = true;
      // Nobody could release the text.
      props.held.value = null;
      throw error;
    }),
  );
  if (loaded !== undefined) return <loaded.View {...props} />;
  const { transfer } = props.talk;
  if (!failed.value || transfer?.state !== 'asked' || transfer.reason === 'takeover') return null;
  // A reload continues the conversation, and also helps if the script has been replaced by a newer one.
  return (
    <Notice alert>
      <p>{askedUnseen(props.talk.alias)}</p>
      <Button onPress={() => location.reload()}>{i18n.words.link.outdated.action}</Button>
    </Notice>
  );
}
