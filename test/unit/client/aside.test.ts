/** Rules V4, E1, E3: the keys of an aside belong to its two tabs alone, and to nothing else. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { asideEpoch, joinAside, makeAside } from '@terskel/client/e2ee/aside';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm, confirms, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { joinVisit, newVisit, sealVisit } from '@terskel/client/e2ee/visit';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import { Confirmation, Encapsulation } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { conversationId, throughStorage } from './values.ts';

async function opened() {
  const id = conversationId();
  const leaderKeys = await createTicketKeys();
  const made = await makeAside(leaderKeys.publicKey, id);
  return { id, leaderKeys, made };
}

test('[V4, E1] volunteer and leader derive the same keys, and each reads the other', async () => {
  const { id, leaderKeys, made } = await opened();
  Encapsulation.parse(made.encapsulation);
  Confirmation.parse(made.confirmation);
  const secret = await joinAside(throughStorage(leaderKeys), made.encapsulation, id);
  expect(secret).toBe(made.secret);
  const epoch = asideEpoch(id, secret);
  expect(await confirms(epoch, 'volunteer', made.confirmation)).toBe(true);
  expect(await confirms(epoch, 'leader', made.confirmation)).toBe(false);
  const own = asideEpoch(id, made.secret);
  expect(await confirms(own, 'leader', await confirm(epoch, 'leader'))).toBe(true);
  const held = { conversationId: id, secret, seats: ASIDE_SEATS };
  const [here, there] = [openChannel(held), openChannel(held)];
  for (const seat of ASIDE_SEATS) {
    const sealed = await here.seal(seat, FIRST_EPOCH, 1, newTextId(), 'Hei');
    expect(await there.open(seat, FIRST_EPOCH, 1, sealed)).toMatchObject({ text: 'Hei' });
    // The same secret gives other keys to a conversation with a seeker.
    const support = openChannel({ conversationId: id, secret });
    expect(await support.open(seat, FIRST_EPOCH, 1, sealed)).toBeNull();
  }
});

test('[V4, E1] the encapsulation fits no other aside, no other kind, and no other key', async () => {
  const { id, leaderKeys, made } = await opened();
  const { encapsulation, secret } = made;
  const others = [
    joinAside(leaderKeys, encapsulation, conversationId()),
    joinAside(await createTicketKeys(), encapsulation, id),
    decapsulate(leaderKeys, encapsulation, id),
  ];
  for (const other of await Promise.all(others)) expect(other).not.toBe(secret);
  // The reverse: one for a seeker is none for a leader.
  const support = await encapsulate(leaderKeys.publicKey, id);
  expect(await joinAside(leaderKeys, support.encapsulation, id)).not.toBe(support.secret);
  expect(await confirms(firstEpoch(id, secret), 'volunteer', made.confirmation)).toBe(false);
});

test('[V4, E5] the key pair of the leader’s tab serves both, and a visit gives no key of the aside', async () => {
  const { id: asideId, leaderKeys, made } = await opened();
  const id = conversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, id);
  const visit = newVisit(1);
  const sealed = await sealVisit({ conversationId: id, secret }, visit, leaderKeys.publicKey);
  const joined = await joinVisit(leaderKeys, id, visit, sealed);
  expect(joined?.secret).not.toBe(made.secret);
  // What was sealed for one is refused for the other, whatever the service exchanges.
  const swapped = { ...sealed, encapsulation: made.encapsulation };
  expect(await joinVisit(leaderKeys, id, visit, swapped)).toBeNull();
  const wrong = await joinAside(leaderKeys, sealed.encapsulation, asideId);
  expect(await confirms(asideEpoch(asideId, wrong), 'volunteer', made.confirmation)).toBe(false);
});
