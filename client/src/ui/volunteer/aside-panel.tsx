import type { Signal } from '../../signal.ts';
import { useId } from 'preact/hooks';
import type { ShownAside } from '../../state/aside.ts';
import type { VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/aside.module.css';
import { Button } from '../parts/button.tsx';
import { Icon, Sign } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { useValue } from '../parts/signals.ts';
import { Composer } from '../talk/composer.tsx';
import { Log } from '../talk/log.tsx';
import { useStaffI18n } from './staff-words.ts';
import { Unsent } from './unsent.tsx';
import type { AsideDesk } from './use-asides.ts';

const LOCK = 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5Z';

interface AsidePanelProps {
  readonly aside: ShownAside;
  readonly desk: AsideDesk;
  /** This page is connected; otherwise the other one's presence is unknown. */
  readonly online: boolean;
  readonly draft: Signal<string>;
  readonly actions: VolunteerActions;
}

/**
 * The line between a volunteer and the leader who has taken the call (rule V4). Its look and its label differ from those of
 * the conversation with the seeker, so that the two boxes cannot be mistaken for each other.
 */
export function AsidePanel({ aside, desk, online, draft, actions }: AsidePanelProps) {
  const i18n = useStaffI18n();
  const { words, staff } = i18n;
  const { conversationId: id, of, seat, alias, isOver } = aside;
  const headingId = useId();
  const isUnfolded = desk.isUnfolded(of);
  const unread = desk.unread(aside);
  const unsent = useValue(draft);
  const isEmpty = aside.lines.length === 0;
  if (isOver && isEmpty && unsent.trim() === '') return null;
  const text = isOver
    ? staff.aside.over
    : seat === 'volunteer'
      ? staff.aside.hidden
      : staff.aside.hiddenFrom(alias);
  return (
    <section
      class={css['aside']}
      aria-labelledby={headingId}
      data-aside={isUnfolded ? 'unfolded' : 'folded'}
      data-brief
    >
      <div class={css['head']}>
        <h3 class={css['title']}>
          <button
            type="button"
            id={headingId}
            class={css['fold']}
            aria-expanded={isUnfolded}
            onClick={() => desk.toggle(of)}
          >
            <Sign path={LOCK} />
            <span>{staff.aside.title(alias)}</span>
            {unread > 0 && (
              <span class={css['unread']}>{i18n.plural(staff.talks.unread, unread)}</span>
            )}
            <Icon name="chevron" />
          </button>
        </h3>
        {isUnfolded && <p class={css['who']}>{text}</p>}
      </div>
      {isUnfolded && (
        <>
          {aside.tampered && (
            <Notice tone="danger" alert>
              <p>{words.talk.tampered}</p>
            </Notice>
          )}
          {!(isOver && isEmpty) && (
            <div class={css['log']} data-empty={isEmpty}>
              <Log
                talk={aside}
                label={staff.aside.log(alias)}
                names={{ volunteer: alias, leader: staff.talk.visit.role }}
                writing={staff.aside.writing(alias)}
                onRetry={isOver ? null : (key) => actions.retry(id, key)}
              />
            </div>
          )}
          {isOver ? (
            <>
              <Unsent text={unsent} />
              <div>
                <Button kind="quiet" onPress={() => actions.putAsideAway(id)}>
                  {staff.aside.putAway}
                </Button>
              </div>
            </>
          ) : aside.keys === 'differ' ? (
            <p role="alert">{staff.aside.differ}</p>
          ) : (
            <Composer
              label={staff.aside.box(alias)}
              draft={draft}
              blocked={aside.keys === 'agreed' ? null : staff.aside.agreeing(alias)}
              {...(online && !aside.other.connected && { hint: staff.aside.away(alias) })}
              takesFocus={false}
              onSend={(said) => actions.send(id, said)}
              onTyping={() => actions.typing(id)}
            />
          )}
        </>
      )}
    </section>
  );
}
