/** The seeker's tab detects a missing closing message of the volunteer (rule E2). */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { tabStorage } from '@terskel/client/storage';
import { seekerEvents } from '@terskel/shared/events';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { ConversationEnd } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { seekerAt, talk } from './sessions.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId } from './values.ts';

/** A seeker's page in a conversation. `isConfirmed`: the service has acknowledged the seeker's confirmation. */
async function talking(isConfirmed = true) {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const id = conversationId();
  const storage = tabStorage('seeker', area(new Map()));
  const ticket = await createTicketKeys();
  storage.set('ticket', ticket);
  const { encapsulation, secret } = await encapsulate(ticket.publicKey, id);
  const conversation = {
    ...{ ...talk(id, await confirm(firstEpoch(id, secret), 'volunteer')), encapsulation },
    volunteerKeys: 'held',
  };
  const greet = (socket: Socket, session: object) =>
    socket.emit('session:snapshot', { ...sample(seekerEvents['session:snapshot']), session });
  service.greet = (socket) => greet(socket, { kind: 'conversation', conversation });
  service.answer = (name) =>
    name === 'conversation:confirm' && !isConfirmed ? undefined : { ok: true };
  const seeker = seekerAt(service.origin, storage);
  const isAsked = () => service.commands.some(([name]) => name === 'conversation:confirm');
  await vi.waitUntil(() => isAsked() && (!isConfirmed || seeker.keys() === 'agreed'));
  const ended = async ({ shown }: typeof seeker) => {
    await vi.waitUntil(() => shown.at(-1)?.page === 'ended');
    const view = shown.at(-1);
    return view?.page === 'ended' && view.end.of === 'conversation' ? view.end : null;
  };
  const told = (reason: ConversationEnd, more: object) => ({
    ...{ conversationId: id, reason, danger: false },
    ...more,
  });
  return {
    storage,
    async closing(counter: number) {
      const channel = openChannel({ conversationId: id, secret });
      const ciphertext = await channel.seal('volunteer', FIRST_EPOCH, counter, newTextId(), '');
      return { lastMessage: { counter, ciphertext } };
    },
    async keysLost() {
      const changed = { conversationId: id, volunteerKeys: 'lost' };
      (await service.socket()).emit('keys:changed', changed);
      await vi.waitUntil(() => {
        const view = seeker.shown.at(-1);
        return view?.page === 'conversation' && view.talk.volunteerKeys === 'lost';
      });
    },
    async end(reason: ConversationEnd, more: object = {}) {
      (await service.socket()).emit('conversation:ended', told(reason, more));
      return ended(seeker);
    },
    /** The conversation ends while the page reloads. */
    async endUnseen(reason: ConversationEnd, more: object = {}) {
      seeker.page.close();
      const session = { kind: 'conversation_ended', ...told(reason, more) };
      service.greet = (socket) => greet(socket, session);
      return ended(seekerAt(service.origin, storage));
    },
  };
}

test.each(['end', 'endUnseen'] as const)(
  '[E2] an end by the volunteer without a closing message is detected: %s',
  async (how) => {
    const on = await talking();
    expect(await on[how]('volunteer')).toMatchObject({ reason: 'volunteer', cutShort: true });
  },
);

test.each(['volunteer', 'seeker_lost'] as const)(
  '[E2] a closing message of another conversation is detected: %s',
  async (reason) => {
    const foreign = await (await talking()).closing(1);
    const on = await talking();
    expect(await on.end(reason, foreign)).toMatchObject({ cutShort: true });
  },
);

test.each(['end', 'endUnseen'] as const)(
  '[E2] an end with a valid closing message raises no warning: %s',
  async (how) => {
    const on = await talking();
    expect(await on[how]('volunteer', await on.closing(1))).toMatchObject({ cutShort: false });
  },
);

test.each(['seeker_lost', 'silence'] as const)(
  '[E2] an end that was not made by the volunteer raises no warning: %s',
  async (reason) => {
    const on = await talking();
    expect(await on.end(reason)).toMatchObject({ cutShort: false });
  },
);

test.each(['end', 'endUnseen'] as const)(
  '[E2, C16] a missing closing message of a volunteer who had lost the keys raises no warning: %s',
  async (how) => {
    const on = await talking();
    await on.keysLost();
    expect(await on[how]('volunteer')).toMatchObject({ cutShort: false });
  },
);

test.each(['end', 'endUnseen'] as const)(
  '[E2, E3] before the keys are agreed, a missing closing message raises no warning: %s',
  async (how) => {
    const on = await talking(false);
    expect(await on[how]('volunteer')).toMatchObject({ cutShort: false });
  },
);
