import { signal } from '@terskel/client/signal';
import type { SeekerView } from '@terskel/client/state/model';
import { expect, test } from 'vitest';
import { trackBegunFor } from '../../../client/src/pages/begun-for.ts';

const talk = (conversationId: string, former: string | null): SeekerView =>
  ({
    page: 'conversation',
    talk: { conversationId, former: former === null ? null : { conversationId: former } },
  }) as SeekerView;

test('[C11] a text belongs to the conversation in which it was begun, over any number of transfers', () => {
  const draft = signal('');
  const view = signal<SeekerView>({ page: 'waiting' } as SeekerView);
  const { begunFor } = trackBegunFor(draft, view);
  draft.value = 'begun in the line';
  expect(begunFor.value).toBe(null);
  view.value = talk('kari', null);
  expect(begunFor.value).toBe('kari');
  view.value = talk('ola', 'kari');
  view.value = talk('nora', 'ola');
  draft.value += ' and continued';
  expect(begunFor.value).toBe('kari');
  // The seeker says that it is for Nora.
  begunFor.value = 'nora' as never;
  draft.value += '.';
  expect(begunFor.value).toBe('nora');
  draft.value = '';
  expect(begunFor.value).toBe(null);
  draft.value = 'begun anew';
  expect(begunFor.value).toBe('nora');
  // Another volunteer through the line, not by a transfer.
  view.value = { page: 'waiting' } as SeekerView;
  view.value = talk('per', null);
  expect(begunFor.value).toBe('per');
});
