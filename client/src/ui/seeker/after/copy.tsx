import { useEffect, useRef } from 'preact/hooks';
import type { AfterWords } from '../../../i18n/words.ts';
import type { Said } from '../../../state/model.ts';
import css from '../../../styles/seeker/after.module.css';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { useSignal } from '../../parts/signals.ts';
import { useI18n, useSurroundings } from '../../parts/surroundings.ts';
import { copyText } from './copy-text.ts';

interface CopyProps {
  readonly words: AfterWords['copy'];
  readonly alias: string;
  readonly lines: readonly Said[];
}

/**
 * Offers the conversation as a text file, after a warning. The file is made in the browser from the messages that this
 * page still holds.
 */
export function Copy({ words, alias, lines }: CopyProps) {
  const { formats } = useI18n();
  const { clock } = useSurroundings();
  const state = useSignal<'offered' | 'asking' | 'saved'>('offered');
  const button = useRef<HTMLButtonElement>(null);

  function save(): void {
    const day = new Intl.DateTimeFormat(formats, { dateStyle: 'long' }).format(clock.now());
    const text = copyText(day, lines, {
      ...{ seeker: words.you, volunteer: alias, leader: words.leader },
    });
    const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    Object.assign(document.createElement('a'), { href, download: words.file }).click();
    // By then the browser has started to read the file.
    clock.after(10_000, () => URL.revokeObjectURL(href));
  }
  const asked = useRef(false);
  const asking = state.value === 'asking';
  useEffect(() => {
    // The confirmation had the focus and is now removed.
    if (asked.current && !asking) button.current?.focus();
    asked.current = asking;
  }, [asking]);

  return (
    <section class={css['card']}>
      <div class={css['head']}>
        <h2>{words.heading}</h2>
        <p>{words.text}</p>
      </div>
      {asking ? (
        <Confirm
          title={words.confirmTitle}
          text={words.confirmText}
          yes={words.yes}
          no={words.no}
          onYes={() => {
            save();
            state.value = 'saved';
          }}
          onNo={() => {
            state.value = 'offered';
          }}
        />
      ) : (
        <Button
          buttonRef={button}
          onPress={() => {
            state.value = 'asking';
          }}
        >
          {words.make}
        </Button>
      )}
      <p role="status">{state.value === 'saved' ? words.saved : ''}</p>
    </section>
  );
}
