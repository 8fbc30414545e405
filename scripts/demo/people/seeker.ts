/** A simulated seeker at the client's own page: comes, waits, talks, answers the questions, and comes again. */
import { createSeekerController } from '@terskel/client/pages/seeker-controller';
import type { Answers, SeekerView } from '@terskel/client/state/model';
import { tabStorage } from '@terskel/client/storage';
import { TOPICS } from '@terskel/shared/choices';
import type { Feeling } from '@terskel/shared/models';
import { area } from '../../tab-area.ts';
import { seekerBrowser } from './browser.ts';
import type { Pace } from './pace.ts';
import { TEXTS, type Tongue } from './texts.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const FEELINGS: readonly Feeling[] = [2, 3, 3, 4, 5];

type Talk = Extract<SeekerView, { page: 'conversation' }>['talk'];

interface Told {
  /** What is left to write. */
  readonly lines: string[];
  /** The conversation, which is a new one after a transfer, and how many messages of others the seeker has seen in it. */
  of: Talk['conversationId'] | null;
  seen: number;
}

/** Runs until the pace ends. Disposes of what it has opened. */
export async function simulateSeeker(origin: string, pace: Pace): Promise<void> {
  // Not all at once.
  await pace.pause(0, 60 * SECOND_MS);
  for (;;) {
    await visit(origin, pace);
    await pace.pause(20 * SECOND_MS, 150 * SECOND_MS);
  }
}

async function visit(origin: string, pace: Pace): Promise<void> {
  const { random } = pace;
  const page = createSeekerController({
    browser: seekerBrowser(origin),
    storage: tabStorage('seeker', area()),
  });
  try {
    const { actions } = page;
    const answers = answersOf(pace);
    actions.start(answers);
    let patience = Math.ceil((random.between(4, 25) * MINUTE_MS) / SECOND_MS);
    const told: Told = { lines: scriptOf(pace, answers), of: null, seen: 0 };
    for (;;) {
      const view = page.view.value;
      if (view.page === 'landing' && !view.starting) return;
      if (view.page === 'waiting') {
        if (view.keepBy !== null) actions.keep();
        patience -= 1;
        if (patience <= 0) actions.cancel();
      } else if (view.page === 'conversation') {
        if (view.volunteerLost === 'choice' || view.talk.keys === 'differ') actions.requeue();
        else if (view.talk.transfer?.state === 'asked')
          await actions.answerTransfer(random.weighted({ history: 65, without: 20, no: 15 }));
        else await talk(view.talk, actions, told, pace);
      } else if (view.page === 'ended') {
        if (view.end.of === 'conversation' && random.chance(0.6)) {
          await pace.pause(5 * SECOND_MS, 20 * SECOND_MS);
          const feeling = random.pick(FEELINGS);
          await actions.answer({ feeling, heard: random.pick(FEELINGS) });
        }
        actions.leave();
        return;
      }
      await pace.pause(SECOND_MS, SECOND_MS);
    }
  } finally {
    page.dispose();
  }
}

function answersOf({ random }: Pace): Answers {
  return {
    language: random.weighted({ no: 85, en: 15 }),
    topic: random.chance(0.85) ? random.pick(TOPICS) : null,
    feeling: random.chance(0.8) ? random.pick<Feeling>([1, 2, 2, 3]) : null,
    age: random.weighted({ adult: 85, under_18: 15 }),
    urgent: false,
  };
}

function scriptOf({ random }: Pace, { language, topic }: Answers): string[] {
  const { openings, anyOpening, onwards, thanks } = TEXTS[language as Tongue];
  const opening = random.pick((topic === null ? undefined : openings[topic]) ?? anyOpening);
  const some = onwards.filter(() => random.chance(0.7));
  return [opening, ...some, random.pick(thanks)];
}

/** Writes the next line once the volunteer has answered the last one. Ends after the last line. */
async function talk(
  { conversationId, keys, lines }: Talk,
  actions: ReturnType<typeof createSeekerController>['actions'],
  told: Told,
  pace: Pace,
): Promise<void> {
  if (told.of !== conversationId) Object.assign(told, { of: conversationId, seen: 0 });
  const theirs = lines.filter(({ from }) => from !== 'seeker').length;
  if (keys !== 'agreed' || theirs <= told.seen) return;
  told.seen = theirs;
  const text = told.lines.shift();
  if (text === undefined) {
    await pace.pause(5 * SECOND_MS, 20 * SECOND_MS);
    return actions.end();
  }
  await pace.pause(3 * SECOND_MS, 12 * SECOND_MS);
  actions.typing();
  await pace.pause(4 * SECOND_MS, 25 * SECOND_MS);
  actions.send(text);
}
