/** A visit that the service withholds, and begins after the volunteer has changed their mind (rule E5). */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { confirm, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { fresh } from '@terskel/client/session/agreement';
import { tabStorage } from '@terskel/client/storage';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { ErrorCode } from '@terskel/shared/errors';
import { staffEvents } from '@terskel/shared/events';
import type { Staff, VisitEpoch } from '@terskel/shared/models';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { talk, volunteerAt } from './sessions.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId } from './values.ts';

interface Opened {
  readonly keyEpoch: VisitEpoch;
  readonly confirmation: string;
}

/** A volunteer whose call a leader has taken. */
async function called() {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const id = conversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, id);
  const epoch = firstEpoch(id, secret);
  const [volunteer, seeker] = await Promise.all([
    confirm(epoch, 'volunteer'),
    confirm(epoch, 'seeker'),
  ]);
  const { publicKey: leaderKey } = await createTicketKeys();
  const snapshot = sample(staffEvents['session:snapshot']);
  const { staff, ...session } = snapshot['session'] as { staff: Staff };
  const person = { presence: { connected: true }, received: 0, sent: 0 };
  const seats = { seeker: person, volunteer: { ...person, alias: 'Kari' } };
  const conversation = {
    ...talk(id, volunteer),
    ...{ seat: 'volunteer', volunteerKeys: 'held', confirmations: { volunteer, seeker } },
    ...{ seats, keyEpoch: FIRST_EPOCH, visit: null, rebuiltAfter: undefined },
    call: { kind: 'help', forMs: 0, by: 'Nora', escalated: false, leaderKey },
  };
  const nothing = { asides: [], calls: [], stuck: [], ended: [] };
  const state = { offer: null, ...nothing, availability: { state: 'ready' } };
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, staff, ...state, conversations: [conversation] },
    });
  const posted = { ok: true, seq: 1, acceptedAt: 0 };
  let refusal: object = {};
  let closeAnswers: object[] = [];
  service.answer = (name) => {
    if (name === 'visit:open') return refusal;
    if (name === 'visit:close') return closeAnswers.shift() ?? { ok: true };
    return name === 'message:send' ? posted : { ok: true };
  };
  const refuse = (code: ErrorCode) => {
    refusal = { ok: false, code };
  };
  const refuseToClose = (code: ErrorCode) => {
    closeAnswers = [{ ok: false, code }];
  };
  const storage = tabStorage('volunteer', area(new Map()));
  storage.set(`talk.${id}`, fresh(secret));
  const { page, view } = volunteerAt(service.origin, staff, storage);
  await vi.waitUntil(() => view()?.talks[0]?.keys === 'agreed' && view()?.talks[0]?.caughtUp);
  const sent = (name: string) =>
    service.commands.filter(([each]) => each === name).map(([, payload]) => payload);
  const socket = await service.socket();

  /** The service begins the visit that the volunteer's tab had asked for. */
  function begin({ keyEpoch, confirmation }: Opened): void {
    const visit = { confirmations: { volunteer: confirmation } };
    const leader = { ...person, alias: 'Nora' };
    const told = { keyEpoch, visit, seats: { ...seats, leader }, lastSeq: 0 };
    socket.emit('seats:changed', { conversationId: id, ...told });
  }
  return { id, page, view, sent, begin, refuse, refuseToClose };
}

test.each([
  ['refused', 'wrong_state', false],
  ['not answered, and whose call the volunteer has withdrawn', 'unavailable', true],
] as const)(
  '[E5] a visit that the service has %s does not begin later',
  async (_what, code, withdraws) => {
    const it = await called();
    it.refuse(code);
    await it.page.letIn(it.id);
    const [opened] = it.sent('visit:open') as Opened[];
    if (withdraws) await it.page.withdrawCall(it.id);
    if (opened !== undefined) it.begin(opened);
    await vi.waitUntil(() => it.view()?.talks[0]?.leader === 'Nora');
    it.page.send(it.id, 'for the seeker only');
    // The volunteer's tab ends it.
    await vi.waitUntil(() => it.sent('visit:close').length > 0);
    expect(it.sent('message:send')).toEqual([]);
  },
);

test('[E5, F4] a visit that was not answered, but has begun, goes on', async () => {
  const it = await called();
  it.refuse('unavailable');
  await it.page.letIn(it.id);
  const [opened] = it.sent('visit:open') as Opened[];
  if (opened !== undefined) it.begin(opened);
  await vi.waitUntil(() => it.view()?.talks[0]?.leader === 'Nora');
  it.page.send(it.id, 'for both');
  await vi.waitUntil(() => it.sent('message:send').length === 1);
  expect(it.sent('message:send')).toMatchObject([{ keyEpoch: opened?.keyEpoch }]);
  expect(it.sent('visit:close')).toEqual([]);
});

test('[E3, E5] the volunteer’s tab ends a visit that it cannot follow, also if that is refused for now at first', async () => {
  const it = await called();
  it.refuse('wrong_state');
  it.refuseToClose('rate_limited');
  await it.page.letIn(it.id);
  const [opened] = it.sent('visit:open') as Opened[];
  if (opened !== undefined) it.begin(opened);
  await vi.waitUntil(() => it.sent('visit:close').length === 2);
  expect(it.sent('message:send')).toEqual([]);
});
