/** What the log contains of an error. */
import { errorCode } from '@terskel/server/domain/error-code';
import { isUnavailable } from '@terskel/server/redis/unavailable';
import { ErrorReply } from 'redis';
import { expect, test } from 'vitest';

test('[A7] an error is logged as its class, or as the error word of the store, never as its message', () => {
  for (const [error, code] of [
    [new TypeError('hei'), 'TypeError'],
    [new ErrorReply('MISCONF Errors writing to the AOF file'), 'MISCONF'],
    [new ErrorReply('OOM command not allowed'), 'OOM'],
    [new ErrorReply("ERR unknown command 'hei'"), 'ErrorReply'],
    [new ErrorReply('OOMEN hei'), 'ErrorReply'],
    [new Error('hei\nMISCONF'), 'Error'],
    ['hei', 'unknown'],
    [null, 'unknown'],
  ] as const) {
    expect(errorCode(error)).toBe(code);
  }
});

test('[F4] a full store counts as unavailable for changes; an error of ours does not', () => {
  for (const [message, isAway] of [
    ['MISCONF Errors writing to the AOF file: No space left on device', true],
    ["OOM command not allowed when used memory > 'maxmemory'.", true],
    ['LOADING Redis is loading the dataset in memory', true],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', false],
  ] as const) {
    expect([message, isUnavailable(new ErrorReply(message))]).toEqual([message, isAway]);
  }
});
