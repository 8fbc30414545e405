/** The state of intake, by who is on duty and their availability. */
import { intakeOf, isAnswered } from '@terskel/server/domain/intake';
import type { OverviewRow } from '@terskel/server/domain/live-store';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { expect, test } from 'vitest';

const NOBODY: OverviewRow = {
  ...{ lanes: [], versions: {}, oldestWaitMs: null },
  matches: { no: [5_000, 4_000, 3_000, 2_000, 1_000] },
  ...{ waiting: 0, onDuty: 0, leaders: 0, ready: 0, answering: 0, conversations: 0 },
};

test.each([
  ['nobody is on duty', {}, {}, 'unstaffed'],
  ['the required leader is missing', { onDuty: 1, answering: 1 }, {}, 'unstaffed'],
  [
    'the required leader is missing while all volunteers are paused',
    { onDuty: 1 },
    {},
    'unstaffed',
  ],
  ['all volunteers are paused', { onDuty: 2, leaders: 1 }, {}, 'paused'],
  [
    'all volunteers are paused, and the queue is full',
    { onDuty: 1, leaders: 1, waiting: 50 },
    {},
    'paused',
  ],
  ['one volunteer answers', { onDuty: 2, leaders: 1, answering: 1 }, {}, 'open'],
  ['no leader is needed', { onDuty: 1, answering: 1 }, { leaderNeeded: false }, 'open'],
  ['no leader is needed, and all are paused', { onDuty: 1 }, { leaderNeeded: false }, 'paused'],
  [
    'the association pauses it',
    { onDuty: 1, leaders: 1, answering: 1 },
    { paused: true },
    'paused',
  ],
] as const)('[I1, I2] %s', (_who, there, set, state) => {
  const row = { ...NOBODY, ...there };
  const settings = { ...DEFAULT_SETTINGS, ...set };
  const intake = intakeOf(row, settings, 6_000);
  expect(intake.state).toBe(state);
  // An expected wait is told only while somebody answers (rule Q5).
  const answers = state === 'open' || 'paused' in set;
  expect(isAnswered(row, settings)).toBe(answers);
  expect(intake.wait !== null).toBe(answers);
});
