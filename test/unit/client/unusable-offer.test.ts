/** An offer whose key this tab's encryption refuses. */
import { VolunteerSession } from '@terskel/client/session/volunteer';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { tabStorage } from '@terskel/client/storage';
import { staffEvents } from '@terskel/shared/events';
import { PUBLIC_KEY_BYTES } from '@terskel/shared/limits';
import type { Offer, Staff } from '@terskel/shared/models';
import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area, quickClock } from '../../helpers/tabs.ts';
import { startSocketService } from './socket-service.ts';

test('[E1, O2] an offer with an unusable key is declined automatically, and the volunteer reads why', async () => {
  const service = await startSocketService();
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = snapshot['session'] as { staff: Staff; offer: Offer };
  const offer = {
    ...session.offer,
    publicKey: randomBytes(PUBLIC_KEY_BYTES).toString('base64url'),
  };
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, availability: { state: 'ready' }, offer, conversations: [] },
    });
  let view: Extract<VolunteerView, { page: 'work' }> | null = null;
  const page = new VolunteerSession({
    staff: session.staff,
    ...{ clock: quickClock, origin: service.origin, signedOut: () => {} },
    storage: tabStorage('volunteer', area(new Map())),
    network: { online: () => true, watch: () => () => {} },
    show: (next) => {
      view = next as typeof view;
    },
  });
  onTestFinished(async () => {
    page.close();
    await service[Symbol.asyncDispose]();
  });
  await vi.waitUntil(() => view !== null && view.offer !== null);
  await page.accept();
  expect(service.commands).toEqual([
    ['offer:decline', { offerId: offer.id, reason: 'invalid_key' }],
  ]);
  expect(view).toMatchObject({ offer: null, note: { kind: 'offer_unusable' }, talks: [] });
});
