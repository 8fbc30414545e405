/** Sign-ins of the staff. Each is identified by a secret token, of which only the SHA-256 is stored (rule S2). */
import { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { SignInShown } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Ledger } from '../domain/ledger.ts';
import { refused, type Ids } from '../domain/ports.ts';
import { digest } from '../digest.ts';
import { keyIn, unchanged, type Commit, type LedgerStore } from './commit.ts';
import { openedFor } from './opening.ts';
import type { PasskeyUse } from './passkeys.ts';
import { staffOf, withId } from './people.ts';
import { StoredStaff } from './records.ts';

/**
 * The time of use of an admin's sign-in is recorded in steps of this length (ms), so it ends after 25 to 30 min without
 * use.
 */
const USE_STEP_MS = 5 * 60_000;

const Holder = z.object({ id: StaffId, profile: z.string() });
const Revisions = z.array(z.nullable(z.int()));
const Listed = z.array(z.object({ id: z.string(), openedAt: z.int(), device: z.string() }));

type Part = Pick<
  Ledger,
  'signIn' | 'openSession' | 'session' | 'revisions' | 'sessions' | 'endSession' | 'endSessions'
>;

export function signInLedger(store: LedgerStore, commit: Commit, ids: Ids, use: PasskeyUse): Part {
  const { redis, clock, root, onDisk } = store;
  const { signInMs, adminIdleMs } = TIMES;
  const limits = () => ({ now: clock.now(), signInMs, adminIdleMs });

  return {
    async signIn(staff, passkey, device, replaces) {
      const token = ids.secret();
      return (await use(staff, passkey, { token, device, replaces })) ? token : null;
    },
    async openSession(id, device) {
      const token = ids.secret();
      await commit(async (at) => {
        const staff = await staffOf(store, id);
        if (staff === null) return unchanged(null);
        return { result: null, writes: openedFor(id, staff, { token, device }, at), entry: null };
      });
      return token;
    },
    async session(token, how) {
      const args = { session: digest(token), used: how !== 'looks', ...limits() };
      const [code, json = ''] = await redis.ledgerSession(root, { ...args, stepMs: USE_STEP_MS });
      if (code !== 'ok') return null;
      const { id, profile } = z.parse(Holder, JSON.parse(json));
      const staff = z.parse(StoredStaff, JSON.parse(profile));
      return { staff: withId(id, staff), revision: staff.revision };
    },
    async revisions(tokens, used) {
      if (tokens.length === 0) return [];
      const sessions = tokens.map((token) => ({ session: digest(token), used: used.has(token) }));
      const args = { sessions, ...limits(), stepMs: USE_STEP_MS };
      const [, json = ''] = await redis.ledgerRevisions(root, args);
      return z.parse(Revisions, JSON.parse(json));
    },
    async sessions(token) {
      const own = digest(token);
      const args = { session: own, finish: undefined, ...limits() };
      const [code, json = ''] = await redis.ledgerSessions(root, args);
      return code === 'ok' ? shown(own, z.parse(Listed, JSON.parse(json))) : [];
    },
    async endSession(token) {
      await redis.del(keyIn(store, 'session', digest(token)));
      await onDisk();
    },
    async endSessions(token, which) {
      const args = { session: digest(token), finish: which, ...limits() };
      const [code] = await redis.ledgerSessions(root, args);
      if (code !== 'ok') return refused('not_found');
      await onDisk();
      return { ok: true };
    },
  };
}

/** Sorted: the caller's own sign-in first, then the latest. */
function shown(own: string, listed: z.output<typeof Listed>): readonly SignInShown[] {
  const list = listed.map(({ id, openedAt, device }): SignInShown => {
    return { id, here: id === own, device: device === '' ? null : device, openedAt };
  });
  const rank = ({ here, openedAt }: SignInShown) => (here ? Infinity : openedAt);
  return list.toSorted((a, b) => rank(b) - rank(a));
}
