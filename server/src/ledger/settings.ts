/** The settings of the association (marked ⚙ in the rules). */
import * as z from 'zod/mini';
import type { Ledger } from '../domain/ledger.ts';
import { DEFAULT_SETTINGS, refused, type Outcome, type Settings } from '../domain/ports.ts';
import { difference, keyIn, unchanged, type Commit, type LedgerStore } from './commit.ts';
import { actorOf } from './people.ts';
import { StoredSettings } from './records.ts';

export function settingsLedger(
  store: LedgerStore,
  commit: Commit,
): Pick<Ledger, 'settings' | 'setSettings'> {
  /** The settings as last read, with the parsed result, to avoid parsing the same data again. */
  let last: { readonly stored: string; readonly settings: Settings } | null = null;
  async function settings(): Promise<Settings> {
    const stored = Object.entries(await store.redis.hGetAll(keyIn(store, 'settings')));
    const text = JSON.stringify(stored);
    if (last?.stored === text) return last.settings;
    const set = stored.map(([name, json]) => [name, JSON.parse(json) as unknown]);
    const known = z.parse(StoredSettings, Object.fromEntries(set));
    last = { stored: text, settings: { ...DEFAULT_SETTINGS, ...(known as Partial<Settings>) } };
    return last.settings;
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
