import { issueResume } from '@terskel/server/socket/emit';
import type { Local } from '@terskel/server/socket/registry';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';

test('[F3] a resume ticket that could not be issued is retried at once, not at the next interval', async () => {
  const now = TIMES.resumeEveryMs * 2;
  const issued: unknown[] = [];
  let away = true;
  const local = {
    ...{ sealedAt: 0, sealing: Promise.resolve() },
    seal: () => (away ? Promise.reject(new Error('away')) : Promise.resolve('A')),
    socket: { emit: (...told: unknown[]) => issued.push(told) },
  };
  const issue = async () => {
    issueResume(local as unknown as Local, now);
    await local.sealing;
  };
  await issue();
  expect(now - local.sealedAt).toBeGreaterThanOrEqual(TIMES.resumeEveryMs);
  away = false;
  await issue();
  expect(issued).toEqual([['resume:issued', { resumeTicket: 'A' }]]);
  expect(local.sealedAt).toBe(now);
});
