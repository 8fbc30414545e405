/** Seekers' sessions: connections, their state, tombstones. */
import type { SessionStore } from '../../domain/live-store/sessions.ts';
import type { ConnectionAddress, SeekerId } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { certain, outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

const nobody: ConnectionAddress = { node: '', connection: '' };

export function sessionStore({ redis, root, ending, done, keys }: Calls): SessionStore {
  const session = (seeker: SeekerId, at: ConnectionAddress, takeover: boolean, now: number) =>
    redis().seekerConnect(root, { seeker, ...at, now, takeover });
  return {
    async connectSeeker(seeker, at, now) {
      return certain(await session(seeker, at, true, now), replies.SessionRow);
    },
    async confirmSeeker(seeker, at, now) {
      const got = outcome(await session(seeker, at, false, now), replies.SessionRow);
      return got.ok ? got.value : null;
    },
    async seeker(seeker, now) {
      return certain(await session(seeker, nobody, false, now), replies.SessionRow);
    },
    async knows(seeker) {
      return (await redis().exists([keys.seeker(seeker), keys.tombstone(seeker)])) > 0;
    },
    disconnectSeeker: (seeker, at, now) =>
      done(redis().seekerDisconnect(root, { seeker, ...at, now })),
    seekerClosing: (seeker, now) => done(redis().seekerClosing(root, { seeker, now })),
    noteOver: (seeker, now) => done(ending(redis().sessionOver(root, { seeker, now }))),
    expireTombstone: (seeker, now) =>
      done(redis().tombstoneExpire(root, { seeker, now, atOnce: false })),
    dropTombstone: (seeker, now) =>
      done(redis().tombstoneExpire(root, { seeker, now, atOnce: true })),
  };
}
