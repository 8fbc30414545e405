/** Hands in this tab's copies of messages that the service has lost, in order, as many at a time as a frame takes (rule F3). */
import { FRAME_MAX_BYTES, RESYNC_PAGE } from '@terskel/shared/limits';
import type { Message } from '@terskel/shared/models';

/** Of ASCII, so that characters are bytes; what stands around the messages has room. */
const PAGE_CHARS = FRAME_MAX_BYTES - 400;

/** `send` answers whether to go on. */
export async function handIn(
  messages: readonly Message[],
  send: (page: Message[], last: boolean) => Promise<boolean>,
): Promise<void> {
  let page: Message[] = [];
  let chars = 0;
  for (const message of messages) {
    const more = JSON.stringify(message).length + 1;
    if (page.length === RESYNC_PAGE || (page.length > 0 && chars + more > PAGE_CHARS)) {
      if (!(await send(page, false))) return;
      page = [];
      chars = 0;
    }
    page.push(message);
    chars += more;
  }
  await send(page, true);
}
