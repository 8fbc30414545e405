/** Rules E2, E3 and E5: what the keys of a seat depend on. */
import { createHmac, hkdfSync } from 'node:crypto';
import { openChannel } from '@terskel/client/e2ee/channel';
import {
  type EpochSecret,
  confirm,
  confirms,
  firstEpoch,
  messageKey,
  secretOf,
} from '@terskel/client/e2ee/seat-keys';
import { newVisit } from '@terskel/client/e2ee/visit';
import { ConversationId } from '@terskel/shared/ids';
import type { Seat } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { expect, test } from 'vitest';
import { conversationId } from './values.ts';

const here = ConversationId.parse('q0sXLH9nSe2B4pT1vYcRzA');
const secret = Buffer.alloc(32, 7);
const SEATS: readonly Seat[] = ['seeker', 'volunteer'];
const epoch: EpochSecret = { conversationId: here, number: 0, seats: SEATS, secret };
const held = { conversationId: here, secret: secret.toString('base64url') };

/** What a key encrypts under a fixed nonce. Other bytes: another key. */
async function fingerprint(key: CryptoKey): Promise<string> {
  const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
  return Buffer.from(await crypto.subtle.encrypt(how, key, new Uint8Array(16))).toString('hex');
}
const keyOf = async (own: EpochSecret, seat: Seat) => fingerprint(await messageKey(own, seat));

test('[E2] a conversation begins with the first epoch of seeker and volunteer', async () => {
  expect(firstEpoch(here, held.secret)).toEqual({ ...epoch, secret: new Uint8Array(secret) });
  expect(await secretOf(held, { number: 0 })).toEqual(firstEpoch(here, held.secret));
});

test('[E2, E5] another seat, conversation, number, roster or secret gives other keys and other tags', async () => {
  const others: readonly EpochSecret[] = [
    epoch,
    { ...epoch, conversationId: conversationId() },
    { ...epoch, number: 1 },
    { ...epoch, seats: ['volunteer', 'seeker'] },
    { ...epoch, seats: [...SEATS, 'leader'] },
    { ...epoch, secret: Buffer.alloc(32, 8) },
  ];
  const all = others.flatMap((each) =>
    (['seeker', 'volunteer', 'leader'] as const).flatMap((seat) => [
      keyOf(each, seat),
      confirm(each, seat),
    ]),
  );
  expect(new Set(await Promise.all(all)).size).toBe(all.length);
});

test('[E2, E3] keys and tags are those of HKDF-SHA-256 and HMAC-SHA-256', async () => {
  const derive = (purpose: string) => {
    const info = `terskel/${PROTOCOL_VERSION}\0${here}\x000\0seeker,volunteer\0${purpose}\0`;
    return Buffer.from(hkdfSync('sha256', secret, '', info, 32));
  };
  const aes = await crypto.subtle.importKey(
    ...(['raw', derive('messages by seeker'), 'AES-GCM', false, ['encrypt']] as const),
  );
  expect(await keyOf(epoch, 'seeker')).toBe(await fingerprint(aes));
  const tag = createHmac('sha256', derive('confirmation')).update('seeker').digest('base64url');
  expect(await confirm(epoch, 'seeker')).toBe(tag);
});

test('[E3] a tag proves only what its own seat holds in its own epoch', async () => {
  const tag = await confirm(epoch, 'volunteer');
  expect(await confirms(epoch, 'volunteer', tag)).toBe(true);
  expect(await confirms(epoch, 'seeker', tag)).toBe(false);
  expect(await confirms({ ...epoch, number: 1 }, 'volunteer', tag)).toBe(false);
  expect(await confirms(epoch, 'volunteer', '')).toBe(false);
});

test('[E5] each visit has another secret, also one with the same number', async () => {
  const visits = [newVisit(1), newVisit(1), newVisit(3)];
  const secrets = await Promise.all(visits.map((visit) => secretOf(held, visit)));
  const texts = secrets.map((own) => Buffer.from(own?.secret ?? []).toString('hex'));
  expect(new Set([...texts, secret.toString('hex')]).size).toBe(4);
});

test('[E5] who holds only a visit has neither another visit nor the conversation', async () => {
  const visit = newVisit(1);
  const own = await secretOf(held, visit);
  const leader = { ...held, secret: Buffer.from(own?.secret ?? []).toString('base64url'), visit };
  expect(await secretOf(leader, visit)).toEqual(own);
  for (const other of [{ number: 0 }, { number: 1 }, { number: 2 }, newVisit(1), newVisit(3)]) {
    expect(await secretOf(leader, other)).toBeNull();
  }
});

test('[E4] a malformed secret opens nothing, and nothing is sealed with it', async () => {
  const channel = openChannel({ conversationId: here, secret: 'not base64url!' });
  expect(await channel.open('seeker', { number: 0 }, 1, 'A'.repeat(400))).toBeNull();
  await expect(channel.seal('seeker', { number: 0 }, 1, 'AAAAAAAAAAA', 'Hei')).rejects.toThrow(
    DOMException,
  );
});
