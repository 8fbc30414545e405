/** Which invites are open; those that expired go with the next change of them. */
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import * as z from 'zod/mini';
import type { JoiningBy } from '../../../domain/ledger.ts';
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

/** One that was used is for the browser that used it. */
export const isFor = (invite: StoredInvite, browser: string | undefined): boolean =>
  invite.browser === undefined || invite.browser === browser;

/** What a used invite becomes. It is told of to nobody: only a browser that did not get its answer comes back with it. */
export function usedBy(
  id: string,
  { browser }: JoiningBy,
  { by }: StoredInvite,
  staff: StaffId,
  at: number,
): Write {
  const terms = { kind: 'recovery', staff } as const;
  const invite: StoredInvite = { terms, by, expiresAt: at + TIMES.ceremonyMs, browser };
  return ['HSET', 'invites', id, JSON.stringify(invite)];
}

export const dropped = (ids: readonly string[]): Write[] =>
  ids.length === 0 ? [] : [['HDEL', 'invites', ...ids]];
