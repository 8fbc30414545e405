import css from '../../styles/admin/comments.module.css';
import { useTitle } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';
import { ProblemNote } from './notes.tsx';
import type { ScreenProps } from './staff-screen.tsx';

/** The comments that seekers wrote after conversations, as plain text (rule T6). */
export function CommentsScreen({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const { comments: words, loading } = i18n.admin;
  const { comments } = view;
  useTitle(words.heading, i18n.words.brand);
  return (
    <>
      <div class={css['intro']}>
        <h1 tabindex={-1}>{words.heading}</h1>
        <p>{words.lead}</p>
        <p class={css['kept']}>{words.kept}</p>
      </div>
      <ProblemNote view={view} of="comments" onAgain={() => actions.refresh()} />
      <p role="status" class={css['kept']}>
        {comments === null && loading}
        {comments !== null &&
          (comments.length === 0 ? words.none : i18n.plural(words.count, comments.length))}
      </p>
      {comments !== null && comments.length > 0 && (
        <ul class={css['comments']} translate={false}>
          {comments.map((comment, index) => (
            <li key={`${index} ${comment}`} dir="auto">
              {comment}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
