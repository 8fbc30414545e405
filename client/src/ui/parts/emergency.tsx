import { useId, useRef } from 'preact/hooks';
import css from '../../styles/parts/shell.module.css';
import { association } from './association.ts';
import { Icon } from './icons.tsx';
import { PhoneLines } from './phone-lines.tsx';
import { useI18n } from './surroundings.ts';
import { useSignal } from './signals.ts';

/** The emergency line on every screen: the number 113 itself, and the other numbers one press away (rule U4). */
export function Emergency() {
  const { words } = useI18n();
  const open = useSignal(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <section
      class={css['emergency']}
      aria-label={words.emergency.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open.value) close();
      }}
    >
      <span class={css['question']}>{words.emergency.question}</span>
      <a class={css['call']} href={`tel:${association.lines[0].dial}`}>
        <Icon name="phone" />
        {words.emergency.call}
      </a>
      <button
        type="button"
        class={css['more']}
        ref={button}
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <span class={css['moreText']}>{words.emergency.more}</span>
        <Icon name="chevron" />
      </button>
      <div id={id} class={css['numbers']} hidden={!open.value}>
        <PhoneLines />
        <button type="button" class={css['more']} onClick={close}>
          {words.emergency.close}
        </button>
      </div>
    </section>
  );
}
