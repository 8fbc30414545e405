/** Duplicated tabs, and how a tab keeps a draft (rules A1, E4, U3). */
import { type TabNews } from '@terskel/client/pages/other-tabs';
import { keepDraft } from '@terskel/client/pages/kept-draft';
import { tabStorage } from '@terskel/client/storage';
import { signal } from '@terskel/client/signal';
import { expect, test, vi } from 'vitest';
import { area, openSeekerTab } from '../../helpers/tabs.ts';
import { settled } from './settled.ts';

const SLOT = 'draft.seeker';
const TEXT = 'Jeg vet ikke hvor jeg skal begynne 🌧';

function box(kept: Map<string, string>, secret: () => string | null) {
  const storage = tabStorage('seeker', area(kept));
  const draft = signal('');
  return { draft, storage, ...keepDraft({ storage, draft, slot: SLOT, secret }) };
}
const clear = (kept: Map<string, string>) => [...kept.values()].join().includes('begynne');

test('[E4] a draft is kept encrypted, and is restored after a reload', async () => {
  const kept = new Map<string, string>();
  const first = box(kept, () => 'secret');
  first.draft.value = TEXT;
  await vi.waitUntil(() => kept.size === 1, 10_000);
  expect(clear(kept)).toBe(false);
  first.stop();
  const second = box(kept, () => 'secret');
  await vi.waitUntil(() => second.draft.value === TEXT, 10_000);
  second.draft.value = '';
  await settled(() => kept.size);
  expect(kept.size).toBe(0);
});

test('[E4] a page that unloads before the draft is encrypted loses nothing', async () => {
  const kept = new Map<string, string>();
  const first = box(kept, () => 'secret');
  first.draft.value = TEXT;
  first.flush();
  first.stop();
  const second = box(kept, () => 'secret');
  await vi.waitUntil(() => second.draft.value === TEXT, 10_000);
  await vi.waitUntil(() => !clear(kept), 10_000);
  expect(kept.size).toBe(1);
});

test('[A1, E4] a draft wiped during encryption is not written again, nor read with another secret', async () => {
  const kept = new Map<string, string>();
  let secret: string | null = 'secret';
  const first = box(kept, () => secret);
  first.draft.value = TEXT;
  secret = null;
  first.storage.clear();
  await settled(() => kept.size);
  expect(kept.size).toBe(0);
  secret = 'secret';
  first.draft.value = `${TEXT}!`;
  await vi.waitUntil(() => kept.size === 1, 10_000);
  const other = box(kept, () => 'another');
  await settled(() => kept.size);
  expect(other.draft.value).toBe('');
});

test('[A1] a duplicated tab whose session has ended wipes everything it holds', async () => {
  const session = JSON.stringify({ resumeToken: 't'.repeat(43), answers: null });
  const heard = new Set<(news: TabNews) => void>();
  const tab = openSeekerTab(() => 'http://127.0.0.1:9', undefined, {
    news: heard,
    stored: new Map([['terskel.seeker.session', session]]),
  });
  for (const run of heard) run(`over ${'u'.repeat(43)}`);
  expect(tab.stored.size).toBe(1);
  for (const run of heard) run(`over ${'t'.repeat(43)}`);
  expect(tab.stored.size).toBe(0);
  expect(tab.view.page).toBe('landing');
  tab.controller.dispose();
});
