/**
 * Sends the service this tab's copies of messages that it has lost: in order, and as many per frame as fit (rule F3).
 */
import { FRAME_MAX_BYTES, RESYNC_PAGE } from '@terskel/shared/limits';
import type { Message } from '@terskel/shared/models';

/** Page size limit. The JSON is ASCII, so characters equal bytes; the rest of the frame needs at most 400 bytes. */
const PAGE_CHARS = FRAME_MAX_BYTES - 400;

/** `send` returns whether to continue. */
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
