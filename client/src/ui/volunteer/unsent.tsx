import { useId, useRef } from 'preact/hooks';
import css from '../../styles/volunteer/ended-foot.module.css';
import { Button } from '../parts/button.tsx';
import { copyText } from '../parts/copy-text.ts';
import { useSignal } from '../parts/signals.ts';
import { useStaffI18n } from './staff-words.ts';

/** A text that was being written when its conversation ended, to be copied (rule C18). */
export function Unsent({ text }: { readonly text: string }) {
  const { ended: words } = useStaffI18n().staff;
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const said = useSignal('');
  const copy = async (): Promise<void> => {
    said.value = (await copyText(box.current, text)) ? words.copied : words.copyFailed;
  };
  return (
    <>
      {text.trim() !== '' && (
        <div class={css['draft']}>
          <label for={id}>{words.draft}</label>
          <textarea id={id} ref={box} rows={2} dir="auto" readOnly value={text} />
          <Button onPress={() => void copy()}>{words.copy}</Button>
        </div>
      )}
      <p role="status" class={css['said']}>
        {said.value}
      </p>
    </>
  );
}
