import type { CallKind } from '@terskel/shared/models';
import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import css from '../../styles/volunteer/calls.module.css';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { isEscape } from '../parts/keys.ts';
import { useStaffI18n } from './staff-words.ts';

interface CallPanelProps {
  readonly onCall: (kind: CallKind) => void;
  readonly onClose: () => void;
  /** The button that opened this panel. It gets the focus back if nobody is called. */
  readonly asker: RefObject<HTMLButtonElement | null>;
}

/** Asks why the volunteer calls a leader: for help, or because a life is in danger (rule V4). */
export function CallPanel({ onCall, onClose, asker }: CallPanelProps) {
  const { ask: words } = useStaffI18n().staff.calls;
  const id = useId();
  const hintId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const close = (): void => {
    onClose();
    requestAnimationFrame(() => asker.current?.focus());
  };
  return (
    <section
      id="call-leader"
      class={css['panel']}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (isEscape(event)) close();
      }}
    >
      <h3 id={id} class={css['title']} tabindex={-1} ref={heading}>
        {words.title}
      </h3>
      <p class={css['what']}>{words.text}</p>
      <div class={css['kinds']}>
        <Button onPress={() => onCall('help')}>{words.help}</Button>
        <Button describedBy={hintId} onPress={() => onCall('danger')}>
          <span class={css['danger']}>
            <Icon name="warn" />
            {words.danger}
          </span>
        </Button>
      </div>
      <p id={hintId} class={css['small']}>
        {words.dangerHint}
      </p>
      <div>
        <Button kind="quiet" onPress={close}>
          {words.close}
        </Button>
      </div>
    </section>
  );
}
