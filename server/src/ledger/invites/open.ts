/** Reads the open invites. Expired ones are deleted with the next change of invites. */
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import * as z from 'zod/mini';
import type { JoiningBy } from '../../domain/ledger.ts';
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

/** Whether this browser may use the invite: a used one is only for the browser that used it. */
export const isFor = (invite: StoredInvite, browser: string | undefined): boolean =>
  invite.browser === undefined || invite.browser === browser;

/** What a used invite becomes: a recovery for the same browser, in case it did not get the answer. It is not listed. */
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
