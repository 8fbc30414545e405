/** What the association has set (⚙ in the rules). */
import * as z from 'zod/mini';
import type { Ledger } from '../../domain/ledger.ts';
import { DEFAULT_SETTINGS, refused, type Outcome, type Settings } from '../../domain/ports.ts';
import { difference, keyIn, unchanged, type Commit, type LedgerStore } from './commit.ts';
import { actorOf } from './people.ts';
import { StoredSettings } from './records.ts';

export function settingsLedger(
  store: LedgerStore,
  commit: Commit,
): Pick<Ledger, 'settings' | 'setSettings'> {
  async function settings(): Promise<Settings> {
    const stored = Object.entries(await store.redis.hGetAll(keyIn(store, 'settings')));
    const set = stored.map(([name, json]) => [name, JSON.parse(json) as unknown]);
    const known = z.parse(StoredSettings, Object.fromEntries(set));
    return { ...DEFAULT_SETTINGS, ...(known as Partial<Settings>) };
  }
  return {
    settings,
    async setSettings(by, changes) {
      const wanted = z.parse(StoredSettings, changes) as Partial<Settings>;
      return commit<Outcome<object>>(async () => {
        const actor = await actorOf(store, by);
        if (actor === undefined) return unchanged(refused('unauthorized'));
        const before = await settings();
        const changed = difference(before, { ...before, ...wanted });
        if (changed === null) return unchanged({ ok: true });
        const fields = Object.entries(changed.after).flatMap(([name, value]) => [
          name,
          JSON.stringify(value),
        ]);
        return {
          result: { ok: true },
          writes: [['HSET', 'settings', ...fields]],
          entry: { by: actor, what: 'settings.changed', about: null, ...changed },
        };
      });
    },
  };
}
