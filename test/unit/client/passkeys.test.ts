/** Passkey errors as the pages see them: a few kinds, by WebAuthn error name. */
import { passkeysOf, type Authenticator } from '@terskel/client/pages/passkeys';
import { expect, test } from 'vitest';
import { softAuthenticator } from '../../helpers/authenticator.ts';

const failing = (thrown: unknown): Authenticator => {
  const fail = async (): Promise<never> => {
    await Promise.reject(thrown);
    throw new Error('it did not fail');
  };
  return { support: fail, create: fail, get: fail };
};

test.each([
  ['NotAllowedError', 'cancelled'],
  ['AbortError', 'cancelled'],
  ['InvalidStateError', 'already'],
  ['ConstraintError', 'no_lock'],
  ['NotSupportedError', 'unsupported'],
  ['SecurityError', 'insecure'],
  ['UnknownError', 'failed'],
])('[S1] %s is reported as %s, and never thrown', async (name, problem) => {
  const passkeys = passkeysOf(failing(new DOMException('in words of the browser', name)));
  const options = { challenge: '' };
  expect(await passkeys.create(options)).toEqual({ ok: false, problem });
  expect(await passkeys.get(options)).toEqual({ ok: false, problem });
  // If support cannot be determined, a phone can be tried.
  expect(await passkeys.support()).toBe('elsewhere');
});

test('[S1] anything else that is thrown is a failure', async () => {
  const passkeys = passkeysOf(failing('a string'));
  expect(await passkeys.get({ challenge: '' })).toEqual({ ok: false, problem: 'failed' });
});

test('[S1] a device that already holds the passkey reports it', async () => {
  const device = softAuthenticator('localhost', 'http://localhost:3000');
  const passkeys = passkeysOf({ support: async () => 'here', ...device });
  const options = {
    challenge: 'AAAA',
    rp: { id: 'localhost' },
    user: { id: 'someone', name: 'Kari' },
    pubKeyCredParams: [{ alg: -7 }],
  };
  const made = await passkeys.create(options);
  expect(made.ok).toBe(true);
  const excludeCredentials = [{ id: made.ok ? made.credential.id : '' }];
  expect(await passkeys.create({ ...options, excludeCredentials })).toEqual({
    ok: false,
    problem: 'already',
  });
});
