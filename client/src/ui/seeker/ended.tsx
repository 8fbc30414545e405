import type { SeekerView } from '../../state/model.ts';
import css from '../../styles/parts/plain-page.module.css';
import { Button } from '../parts/button.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { LoadedRefuge } from './load-refuge.tsx';
import { MessageText } from '../talk/message-text.tsx';

type EndedView = Extract<SeekerView, { page: 'ended' }>;

/** Why it ended, kindly; what is left of it; and where to go from here (rules C10, I3). */
export function Ended({
  view,
  onAgain,
}: {
  readonly view: EndedView;
  readonly onAgain: () => void;
}) {
  const { words } = useI18n();
  const heading = useHeadingFocus(true);
  const { end } = view;
  const why =
    end.of === 'ticket' ? words.ended.ticket[end.reason] : words.ended.conversation[end.reason];
  useTitle(words.ended.title, words.brand);
  return (
    <div class={css['page']}>
      <h1 tabindex={-1} ref={heading}>
        {why.title}
      </h1>
      <p class={css['text']}>{why.text}</p>
      {end.of === 'conversation' && end.lastWords !== null && (
        <figure class={css['lastWords']}>
          <figcaption>{words.ended.lastWords}</figcaption>
          <blockquote>
            <div dir="auto">
              <MessageText text={end.lastWords} />
            </div>
          </blockquote>
        </figure>
      )}
      {end.of === 'conversation' && <p class={css['deleted']}>{words.ended.deleted}</p>}
      <p>
        <Button kind="main" large onPress={onAgain}>
          {words.ended.again}
        </Button>
      </p>
      <section class={css['others']}>
        <h2>{words.ended.othersTitle}</h2>
        <p>{words.ended.othersText}</p>
        <PhoneLines />
      </section>
      <LoadedRefuge />
    </div>
  );
}
