import { type TabStorage, holdOn, tabStorage } from '@terskel/client/storage';
import { expect, test } from 'vitest';

function area() {
  const kept = new Map<string, string>();
  let full = false;
  return {
    kept,
    fill: () => {
      full = true;
    },
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

const ticket = { publicKey: 'public', seed: 'seed' };

test('[E4] stored values survive a reload, and are gone after clearing', () => {
  const of = area();
  const first = tabStorage('seeker', of);
  expect(first.get('ticket')).toBeNull();
  expect(of.kept.size).toBe(0);
  first.set('ticket', ticket);
  first.set('draft.seeker', { written: 'Hei' });
  const second = tabStorage('seeker', of);
  expect(second.get('ticket')).toEqual(ticket);
  expect(second.slots()).toEqual(['ticket', 'draft.seeker']);
  second.remove('draft.seeker');
  expect(tabStorage('seeker', of).slots()).toEqual(['ticket']);
  second.clear();
  expect(of.kept.size).toBe(0);
});

test('[E4] the two pages in one tab do not touch each other’s values', () => {
  const of = area();
  tabStorage('seeker', of).set('ticket', ticket);
  const volunteer = tabStorage('volunteer', of);
  expect(volunteer.get('ticket')).toBeNull();
  volunteer.clear();
  expect(tabStorage('seeker', of).get('ticket')).toEqual(ticket);
});

function works(storage: TabStorage): boolean {
  storage.set('ticket', ticket);
  const kept = storage.get('ticket') === ticket;
  storage.clear();
  return kept && storage.get('ticket') === null;
}

test('[A1] where storage is forbidden the page works, and only a reload loses data', () => {
  expect(works(tabStorage('seeker', null))).toBe(true);
});

test('[A1] where storage is full the page works, and no outdated value comes back', () => {
  const of = area();
  const storage = tabStorage('seeker', of);
  storage.set('draft.seeker', { sealed: 'old' });
  of.fill();
  storage.set('draft.seeker', { sealed: 'new' });
  expect(storage.get('draft.seeker')).toEqual({ sealed: 'new' });
  expect(tabStorage('seeker', of).get('draft.seeker')).toBeNull();
});

test('[A1] invalid JSON counts as missing, and is wiped with the rest', () => {
  const of = area();
  of.kept.set('terskel.seeker.draft.seeker', '"left over"');
  of.kept.set('terskel.seeker.ticket', '{broken');
  expect(works(tabStorage('seeker', of))).toBe(true);
  expect(of.kept.size).toBe(0);
});

test('[A1, U3] a session that has released the storage no longer changes it', () => {
  const storage = tabStorage('seeker', area());
  const hold = holdOn(storage);
  hold.set('ticket', ticket);
  hold.set('draft.seeker', { written: 'Hei' });
  hold.remove('draft.seeker');
  expect(storage.slots()).toEqual(['ticket']);
  hold.letGo();
  hold.set('draft.seeker', { written: 'too late' });
  hold.remove('ticket');
  hold.clear();
  expect(storage.slots()).toEqual(['ticket']);
  expect(hold.get('ticket')).toEqual(ticket);
});
