/** Rules E1 and E3 in Node, whose WebCrypto has ML-KEM: both KEM implementations, in every combination. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { confirm, confirms, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { fallbackSuite, hasNative, nativeSuite, suite } from '@terskel/client/e2ee/suite';
import { ENCAPSULATION_BYTES, PUBLIC_KEY_BYTES, base64urlChars } from '@terskel/shared/limits';
import { Confirmation, Encapsulation, PublicKey } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { conversationId, throughStorage } from './values.ts';

const suites = { native: async () => nativeSuite(), fallback: fallbackSuite };
const here = conversationId();

describe.each([
  ['native', 'native'],
  ['native', 'fallback'],
  ['fallback', 'native'],
  ['fallback', 'fallback'],
] as const)('the seeker has the %s KEM, the volunteer the %s', (seekers, volunteers) => {
  test('[E1] both sides derive the same secret, also after a reload', async () => {
    const seeker = await suites[seekers]();
    const ticket = await createTicketKeys(seeker);
    const kept = throughStorage(ticket);
    const made = await encapsulate(ticket.publicKey, here, await suites[volunteers]());
    expect(await decapsulate(kept, made.encapsulation, here, seeker)).toBe(made.secret);
  });
});

test('[E1] sizes and alphabet match the contract', async () => {
  const ticket = await createTicketKeys();
  expect(PublicKey.parse(ticket.publicKey)).toHaveLength(base64urlChars(PUBLIC_KEY_BYTES));
  const { encapsulation, secret } = await encapsulate(ticket.publicKey, here);
  expect(Encapsulation.parse(encapsulation)).toHaveLength(base64urlChars(ENCAPSULATION_BYTES));
  expect(Confirmation.parse(await confirm(firstEpoch(here, secret), 'seeker'))).toBeTypeOf(
    'string',
  );
});

test('[E1] the suite is the native one where WebCrypto has ML-KEM', async () => {
  expect(await hasNative()).toBe(true);
  expect((await suite()).KEM.id).toBe(0x647a);
  expect((await fallbackSuite()).KEM.id).toBe(0x647a);
});

test('[E1] the secret of another conversation or acceptance differs', async () => {
  const ticket = await createTicketKeys();
  const { encapsulation, secret } = await encapsulate(ticket.publicKey, here);
  expect(await decapsulate(ticket, encapsulation, conversationId())).not.toBe(secret);
  expect((await encapsulate(ticket.publicKey, here)).secret).not.toBe(secret);
});

test('[E3] each seat proves with its own tag that it holds the keys', async () => {
  const ticket = await createTicketKeys();
  const { encapsulation, secret } = await encapsulate(ticket.publicKey, here);
  const theirs = firstEpoch(here, secret);
  const own = firstEpoch(here, await decapsulate(ticket, encapsulation, here));
  const tags = {
    volunteer: await confirm(theirs, 'volunteer'),
    seeker: await confirm(own, 'seeker'),
  };
  expect(await confirms(own, 'volunteer', tags.volunteer)).toBe(true);
  expect(await confirms(theirs, 'seeker', tags.seeker)).toBe(true);
  // A tag sent back to its sender proves nothing.
  expect(await confirms(theirs, 'seeker', tags.volunteer)).toBe(false);
});

test('[E3] a man in the middle who substitutes a key is detected', async () => {
  const seeker = await createTicketKeys();
  const between = await createTicketKeys();
  const volunteer = await encapsulate(between.publicKey, here);
  const forged = await encapsulate(seeker.publicKey, here);
  const own = await decapsulate(seeker, forged.encapsulation, here);
  const tag = await confirm(firstEpoch(here, volunteer.secret), 'volunteer');
  expect(await confirms(firstEpoch(here, own), 'volunteer', tag)).toBe(false);
});

test('[E3] the secret from a foreign encapsulation differs and throws no error', async () => {
  const seeker = await createTicketKeys();
  const { encapsulation, secret } = await encapsulate((await createTicketKeys()).publicKey, here);
  const own = firstEpoch(here, await decapsulate(seeker, encapsulation, here));
  const tag = await confirm(firstEpoch(here, secret), 'volunteer');
  expect(await confirms(own, 'volunteer', tag)).toBe(false);
});
