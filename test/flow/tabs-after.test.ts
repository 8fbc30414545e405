/** The seeker's tab after a conversation: when it says that it is deleted, what it still holds, and feedback. */
import { digest } from '@terskel/server/digest';
import type { SeekerView } from '@terskel/client/state/model';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { stage, talking, type Stage } from '../helpers/stage.ts';

type Ended = Extract<SeekerView, { page: 'ended' }>;
const isDeleted = ({ end }: Ended) => end.of === 'conversation' && end.deleted;

function loseNetwork({ seeker, wires }: Stage): void {
  wires.seeker.arrivals = 'refuse';
  wires.seeker.cut();
  seeker.network(false);
}
function findNetwork({ seeker, wires }: Stage): void {
  wires.seeker.arrivals = 'pass';
  seeker.network(true);
}

/** A conversation that the seeker has ended without a network. */
async function endedOffline(on: Stage) {
  const { seeker } = on;
  const talk = await talking(on);
  loseNetwork(on);
  seeker.controller.actions.end();
  const { end } = await seeker.until('ended');
  expect(end).toMatchObject({ reason: 'seeker', deleted: false });
  return talk;
}

describe('deleted', () => {
  test('[C10] is shown once the service has confirmed it', async () => {
    await using on = await stage();
    await talking(on);
    on.seeker.controller.actions.end();
    const view = await on.seeker.until('ended');
    expect(isDeleted(view)).toBe(true);
    expect(on.seeker.beacons).toEqual([]);
  });

  test('[C10, A6] is not shown without a network, until it is back and the service has confirmed', async () => {
    await using on = await stage();
    const { seeker, volunteer, service } = on;
    const { conversationId } = await endedOffline(on);
    // The tab keeps nothing of the conversation, and the service still has it.
    expect(seeker.stored.size).toBe(0);
    expect(findIn(await service.dump(), [`conversation:${conversationId}`])).not.toEqual([]);
    findNetwork(on);
    await seeker.until('ended', isDeleted);
    expect(findIn(await service.dump(), [`conversation:${conversationId}`])).toEqual([]);
    await volunteer.until('work', ({ talks }) => talks.length === 0);
    expect(volunteer.view).toMatchObject({ note: { reason: 'seeker' } });
  });

  test('[C10] is not shown while the live store hangs', async () => {
    await using on = await stage({ service: { live: await startTestRedis() } });
    const { seeker, service } = on;
    await talking(on);
    process.kill(service.live.pid, 'SIGSTOP');
    seeker.controller.actions.end();
    const view = await seeker.until('ended');
    expect(isDeleted(view)).toBe(false);
    process.kill(service.live.pid, 'SIGCONT');
    await seeker.until('ended', isDeleted);
  });

  test('[C10, U3] a page that closes before the confirmation sends the end again by beacon', async () => {
    await using on = await stage();
    await endedOffline(on);
    on.seeker.reload();
    expect(on.seeker.beacons).toMatchObject([{ path: '/api/leave', body: { how: 'exit' } }]);
    expect(on.seeker.view.page).toBe('landing');
  });

  test('[C10] a late confirmation does not replace what was started since', async () => {
    await using on = await stage();
    const { seeker, volunteer } = on;
    await endedOffline(on);
    seeker.controller.actions.again();
    findNetwork(on);
    await volunteer.until('work', ({ talks }) => talks.length === 0);
    expect(seeker.view.page).toBe('landing');
  });
});

describe('the copy', () => {
  test('[C10, A1] has the messages of both sides, nothing that was not sent, and is gone after a reload', async () => {
    await using on = await stage();
    const { seeker, volunteer, wires } = on;
    const { conversationId } = await talking(on);
    seeker.controller.actions.send('hei');
    await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);
    volunteer.controller.actions.send(conversationId, 'hei, du');
    await seeker.until('conversation', ({ talk }) => talk.lines.length === 2);
    wires.seeker.freeze();
    seeker.controller.actions.send('aldri sendt');
    seeker.controller.actions.end();
    const { end } = await seeker.until('ended');
    if (end.of !== 'conversation') throw new Error('no conversation');
    expect(end.alias).toBe('Kari');
    expect(end.lines.map(({ from, text }) => [from, text])).toEqual([
      ['seeker', 'hei'],
      ['volunteer', 'hei, du'],
    ]);
    expect(seeker.stored.size).toBe(0);
    seeker.reload();
    expect(seeker.view.page).toBe('landing');
  });
});

describe('feedback', () => {
  test('[T6] is sent from memory alone, and can be sent again after a lost attempt', async () => {
    await using on = await stage();
    const { seeker, service } = on;
    await talking(on);
    seeker.controller.actions.end();
    await seeker.until('ended');
    loseNetwork(on);
    const said = { feeling: 4, heard: 5, comment: 'takk' };
    const { actions } = seeker.controller;
    expect(await actions.answer(said)).toBe('failed');
    findNetwork(on);
    expect([await actions.answer(said), await actions.answer(said)]).toEqual(['heard', 'heard']);
    const { hashes, sets } = await service.dump();
    expect(hashes['said']).toMatchObject({ 'after 4': '1', 'heard 5': '1' });
    expect(sets['comments-pending']).toHaveLength(1);
    expect(seeker.stored.size).toBe(0);
  });

  test('[T6] cannot be given before a conversation, or long after its end', async () => {
    await using on = await stage();
    const { seeker, service } = on;
    expect(await seeker.controller.actions.answer({ heard: 5 })).toBe('late');
    await talking(on);
    const { resumeToken } = JSON.parse(seeker.stored.get('terskel.seeker.session') ?? '{}') as {
      resumeToken: string;
    };
    seeker.controller.actions.end();
    await seeker.until('ended');
    await service.pass(TIMES.tombstoneMs);
    expect(findIn(await service.dump(), [digest(resumeToken)])).toEqual([]);
    expect(await seeker.controller.actions.answer({ heard: 5 })).toBe('late');
  });
});
