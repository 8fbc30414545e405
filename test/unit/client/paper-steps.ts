/** Steps of tests with two tabs of a conversation (see paper-talk.ts). */
import { talkView } from '@terskel/client/state/talk-view';
import type { SupportSeat } from '../../helpers/seats.ts';
import type { PaperTalk } from './paper-talk.ts';

/** The texts and delivery marks of a seat's lines, as its page shows them. */
export function lines(paper: PaperTalk, seat: SupportSeat) {
  return talkView(paper[seat].talk.state).lines.map(({ text, delivery }) => [text, delivery]);
}

/** Delivers what either seat has sent, and what follows from that. */
export async function deliverAll(paper: PaperTalk): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await paper.rest();
    await paper.seeker.deliverAll();
    await paper.volunteer.deliverAll();
  }
}

/** One seat sends texts, each once the one before was delivered. */
export async function say(paper: PaperTalk, seat: SupportSeat, ...texts: string[]) {
  for (const text of texts) {
    paper[seat].talk.send(text);
    await deliverAll(paper);
  }
}
