import { useEffect } from 'preact/hooks';
import type { ShownOffer, VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/offer.module.css';
import { Button } from '../parts/button.tsx';
import { cx, useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { useStaffI18n, waitedWords } from './staff-words.ts';

interface OfferCardProps {
  readonly shown: ShownOffer;
  readonly actions: VolunteerActions;
}

/**
 * An offer with all facts for the decision. It is announced once; the time left is shown but not announced (rule O2).
 */
export function OfferCard({ shown, actions }: OfferCardProps) {
  const i18n = useStaffI18n();
  const { offer: words, transfer: own } = i18n.staff;
  const { offer } = shown;
  const { transfer } = offer;
  const isTakeover = transfer?.reason === 'takeover';
  const { announce } = useSurroundings();
  useEffect(() => {
    if (shown.accepting) announce(words.accepting);
  }, [shown.accepting]);
  return (
    <section class={cx(css['offer'], offer.urgent && css['urgent'])}>
      <div role="alert" class={css['what']}>
        <h2 tabindex={-1}>
          {transfer === undefined
            ? words.heading
            : own.offer[isTakeover ? 'takeover' : 'heading'](transfer.from)}
        </h2>
        {offer.urgent && (
          <p class={css['danger']}>
            <Icon name="warn" />
            <span>
              {/* A colleague may have set the mark (rule C17). */}
              <strong>
                {transfer === undefined ? words.urgent : i18n.staff.talk.urgent}.
              </strong>{' '}
              {words.urgentText}
            </span>
          </p>
        )}
        <dl class={css['facts']}>
          {transfer === undefined ? (
            <>
              <dt>{words.waited}</dt>
              <dd>{waitedWords(offer.waitedMs, i18n)}</dd>
            </>
          ) : (
            <>
              <dt>{own.offer.reason}</dt>
              <dd>{own.offer.reasons[transfer.reason](transfer.from)}</dd>
              <dt>{own.offer.history}</dt>
              <dd>{transfer.history ? own.offer.sees : own.offer.seesNot}</dd>
            </>
          )}
          <dt>{words.language}</dt>
          <dd>{i18n.languageName(offer.language)}</dd>
          <dt>{words.topic}</dt>
          <dd>{offer.topic === undefined ? words.notSaid : i18n.words.topics[offer.topic]}</dd>
          <dt>{words.feeling}</dt>
          <dd>
            {offer.feeling === undefined
              ? words.notSaid
              : words.feelingOf(
                  String(offer.feeling),
                  i18n.words.feelings[offer.feeling - 1] ?? '',
                )}
          </dd>
          <dt>{words.age}</dt>
          <dd>{offer.age === undefined ? words.notSaid : i18n.words.ages[offer.age]}</dd>
        </dl>
      </div>
      {shown.accepting ? (
        <p class={css['accepting']}>{words.accepting}</p>
      ) : (
        <>
          <TimeLeft shown={shown} />
          <div class={css['answers']}>
            <Button kind="lamp" large onPress={() => actions.accept()}>
              {words.accept}
            </Button>
            <Button large onPress={() => actions.decline()}>
              {words.decline}
            </Button>
          </div>
          <p class={css['hint']}>
            {isTakeover
              ? own.offer.declineTakeover
              : transfer === undefined
                ? words.declineHint
                : own.offer.decline(transfer.from)}
          </p>
        </>
      )}
    </section>
  );
}

/** Visible and readable, but never announced: a spoken countdown is no help. */
function TimeLeft({ shown }: { readonly shown: ShownOffer }) {
  const i18n = useStaffI18n();
  const now = useNow(1_000);
  const leftMs = Math.max(0, shown.expiresAt - now);
  const share = Math.min(1, leftMs / Math.max(1, shown.offer.expiresInMs));
  return (
    <div class={css['left']}>
      <div class={css['track']} aria-hidden="true">
        <div class={css['bar']} style={{ transform: `scaleX(${share})` }} />
      </div>
      <p>{i18n.plural(i18n.staff.offer.left, Math.ceil(leftMs / 1_000))}</p>
    </div>
  );
}
