import { digest } from '@terskel/server/digest';
import {
  CIPHERTEXT_OVERHEAD_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
  base64urlChars,
} from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { acceptNext, goReady, message, open, refusal } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';

const CANARY = 'kanarifugl';
const canary = (bytes: number) => CANARY.padEnd(base64urlChars(bytes), CANARY);
/** A public key that clients accept: 768 coefficients of zero, then arbitrary bytes. */
const CANARY_KEY = 'A'.repeat(base64urlChars(PUBLIC_KEY_BYTES - 64)) + canary(64);
/** All fields that a log line may have: those of pino, and those of `observe/log.ts`. */
const FIELDS = new Set([
  ...['level', 'time', 'node', 'msg', 'code', 'command', 'count', 'ms', 'port', 'signal'],
]);

test('[A7] a node that logs at debug level identifies nobody and repeats no input', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const node = await service.spawn({ LOG_LEVEL: 'debug' });
  const headers = { 'content-type': 'application/json', 'user-agent': CANARY, referer: CANARY };
  const post = (path: string, body: unknown) =>
    fetch(node.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });

  // A complete visit.
  const volunteer = await service.volunteer({ node: node.origin, alias: CANARY });
  await goReady(volunteer);
  const seeker = await service.seeker(node.origin);
  const ticket = await open(seeker, { publicKey: CANARY_KEY });
  const { id: conversationId } = await acceptNext(volunteer);
  await seeker.next('conversation:started');
  const words = {
    ...message({ id: conversationId }),
    ciphertext: canary(PADDING_STEP_BYTES + CIPHERTEXT_OVERHEAD_BYTES),
  };
  await seeker.send('message:send', words);
  await volunteer.next('message:posted');

  // Every kind of refusal, and a failure of the store.
  for (const name of [CANARY, `${CANARY}:${words.ciphertext}`, 'ticket:open']) {
    await seeker.raw(name, { [CANARY]: words });
    await volunteer.raw(name, { [CANARY]: words });
  }
  await seeker.raw('message:send', { ...words, extra: CANARY.repeat(2_000) });
  await expect(service.seeker(node.origin, CANARY)).rejects.toMatchObject({
    code: 'invalid_payload',
  });
  await expect(
    service.staff(node.origin, volunteer.session.replace(/.$/, '=')),
  ).rejects.toMatchObject({
    code: 'invalid_payload',
  });
  for (const path of [
    '/api/leave',
    '/api/staff/join',
    `/api/${CANARY}`,
    `/${CANARY}`,
    `/%E0%A4%A${CANARY}`,
  ]) {
    await post(path, { resumeToken: CANARY, invite: CANARY });
  }
  await service.live.kill();
  expect(await seeker.raw('message:send', words)).toMatchObject(refusal('unavailable'));
  await post('/api/leave', { resumeToken: seeker.resumeToken, how: 'exit' });
  await until(async () => node.output().includes('tick_failed'));
  await service.live.restart();
  await seeker.disconnected();
  await node.kill('SIGTERM');

  const lines = node.output().trim().split('\n');
  const names = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(names).toEqual(
    expect.arrayContaining([
      'listening',
      'command_refused',
      'store_unreachable',
      'request_failed',
      'stopping',
    ]),
  );
  const fields = lines.flatMap((line) => Object.keys(JSON.parse(line) as object));
  expect([...new Set(fields)].filter((field) => !FIELDS.has(field))).toEqual([]);
  const ids = [ticket.id, conversationId, words.ciphertext, volunteer.staff.id, volunteer.session];
  const sessions = [seeker.resumeToken, digest(seeker.resumeToken), digest(volunteer.session)];
  const tickets = seeker.all('resume:issued').map(({ resumeTicket }) => resumeTicket);
  const secrets = [...tickets, CANARY, '127.0.0.1', 'localhost', '::1', ...ids, ...sessions];
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
