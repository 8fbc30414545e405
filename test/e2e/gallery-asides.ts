/** Fixtures of the line between a volunteer and the leader who has taken the call. */
import type { ConversationId } from '@terskel/shared/ids';
import type { ShownAside } from '../../client/src/state/aside.ts';
import type { Line } from '../../client/src/state/model.ts';
import { NOW } from './gallery-staff.ts';

const minute = 60_000;

const line = (from: Line['from'], text: string, agoMin: number): Line => ({
  ...{ key: `${from}-${text}`, from, text, acceptedAt: NOW - agoMin * minute },
  ...{ alias: from === 'leader' ? 'Nora' : null, delivery: 'delivered' },
});
const SAID: readonly Line[] = [
  line('leader', 'Hei, jeg leser at det er vanskelig. Hva trenger du?', 3),
  line('volunteer', 'Jeg vet ikke hvordan jeg skal spørre om planer.', 2),
  line('leader', 'Spør rett ut: «Tenker du på å ta livet ditt?» Det er trygt å spørre.', 1),
];

/** `of`: the conversation of the call. */
export function aside(of: string, over: Partial<ShownAside> = {}): ShownAside {
  return {
    ...{ conversationId: `aside-${of}` as ConversationId, of: of as ConversationId },
    ...{ seat: 'volunteer', alias: 'Nora', lines: SAID, keys: 'agreed', tampered: false },
    ...{ caughtUp: true, other: { connected: true }, otherIsTyping: false, isOver: false },
    ...{ former: null, before: [], ...over },
  };
}
