/** One section of the account screen, with the result of the last action in it. */
import type { ComponentChildren } from 'preact';
import type { Ref } from 'preact';
import { useId } from 'preact/hooks';
import type { AccountTask, AccountView } from '../../state/account.ts';
import css from '../../styles/account/account.module.css';
import { Notice } from '../parts/notice.tsx';
import { problemWords, useAccountI18n } from './words.ts';

interface PartProps {
  readonly view: AccountView;
  readonly title: string;
  readonly headingRef?: Ref<HTMLHeadingElement>;
  /** The tasks of this section, each with its success message. */
  readonly done: Partial<Record<AccountTask, string>>;
  readonly children: ComponentChildren;
}

export function Part({ view, title, headingRef, done, children }: PartProps) {
  const i18n = useAccountI18n();
  const id = useId();
  const { note } = view;
  const words = note === null ? undefined : done[note.task];
  return (
    <section class={css['part']} aria-labelledby={id}>
      <h2 id={id} tabindex={-1} ref={headingRef ?? null}>
        {title}
      </h2>
      {children}
      <p class={css['done']} role="status">
        {note?.problem === null ? words : ''}
      </p>
      {words !== undefined && note !== null && note.problem !== null && (
        <Notice alert>
          <p>{problemWords(note.problem, i18n)}</p>
        </Notice>
      )}
    </section>
  );
}
