/** From *Start* to a place in the queue, while the connection breaks and recovers. */
import { SeekerSession } from '@terskel/client/session/seeker';
import type { SeekerView } from '@terskel/client/state/model';
import { tabStorage } from '@terskel/client/storage';
import { seekerEvents } from '@terskel/shared/events';
import { onTestFinished, expect, test, vi } from 'vitest';
import { holdKeyMaking } from '../../helpers/held-keys.ts';
import { sample } from '../../helpers/samples.ts';
import { area, quickClock } from '../../helpers/tabs.ts';
import { startSocketService } from './socket-service.ts';

const answers = { language: 'no', topic: null, feeling: null, age: null, urgent: false } as const;

test('[E1, Q1] a connection lost while keys are generated leaves one key pair', async () => {
  const keys = holdKeyMaking();
  const service = await startSocketService();
  let greeted = 0;
  service.greet = (socket) => {
    greeted += 1;
    const snapshot = sample(seekerEvents['session:snapshot']);
    socket.emit('session:snapshot', { ...snapshot, session: { kind: 'idle' } });
  };
  const ticket = { id: 'x'.repeat(22), state: 'waiting', place: 1, wait: null, keepWithinMs: null };
  service.answer = () => ({ ok: true, ticket });
  const storage = tabStorage('seeker', area(new Map()));
  const shown: SeekerView[] = [];
  const refused: string[] = [];
  const page = new SeekerSession(
    {
      ...{
        clock: quickClock,
        storage,
        proving: () => {},
        refused: (code) => refused.push(code),
        leave: () => {},
      },
      browser: {
        origin: service.origin,
        network: { online: () => true, watch: () => () => {} },
        fetch: async () => new Response(),
        ...{ beacon: () => {}, tellTabs: () => {} },
      },
      show: (view) => shown.push(view),
    },
    answers,
  );
  onTestFinished(async () => {
    page.close();
    await service[Symbol.asyncDispose]();
  });
  await keys.begun;
  (await service.socket()).conn.close();
  await vi.waitUntil(() => greeted === 2);
  // The second snapshot has been read once a later command is answered.
  await page.keep();
  await keys.finish();
  await vi.waitUntil(() => shown.at(-1)?.page === 'waiting');
  const sent = service.commands.flatMap(([name, payload]) =>
    name === 'ticket:open' ? [(payload as { publicKey: string }).publicKey] : [],
  );
  expect(sent).toEqual([storage.get('ticket')?.publicKey]);
  expect(refused).toEqual([]);
});
