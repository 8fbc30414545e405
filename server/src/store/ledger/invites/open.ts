/** Which invites are open; those that expired go with the next change of them. */
import * as z from 'zod/mini';
import { keyIn, type LedgerStore, type Write } from '../commit.ts';
import { StoredInvite } from '../records.ts';

interface Invites {
  /** By the SHA-256 of the token. */
  readonly open: ReadonlyMap<string, StoredInvite>;
  readonly expired: readonly string[];
}

export async function openInvites(store: LedgerStore): Promise<Invites> {
  const now = store.clock.now();
  const stored = Object.entries(await store.redis.hGetAll(keyIn(store, 'invites')));
  const open = new Map<string, StoredInvite>();
  const expired: string[] = [];
  for (const [id, json] of stored) {
    const invite = z.parse(StoredInvite, JSON.parse(json));
    if (invite.expiresAt > now) open.set(id, invite);
    else expired.push(id);
  }
  return { open, expired };
}

export const dropped = (ids: readonly string[]): Write[] =>
  ids.length === 0 ? [] : [['HDEL', 'invites', ...ids]];
