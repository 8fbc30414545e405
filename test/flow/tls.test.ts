/** Stores that are reached over TLS, with a private certificate authority. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { freePorts } from '../helpers/ports.ts';
import { selfSigned } from '../helpers/certificate.ts';
import { message, talk } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';

test('[F6] a node uses TLS with both stores in each of its clients, and refuses an untrusted certificate', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const dir = await mkdtemp(join(tmpdir(), 'terskel-tls-'));
  await using _folder = { [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) };
  const [certificate, key] = [join(dir, 'certificate.pem'), join(dir, 'key.pem')];
  const made = selfSigned();
  await Promise.all([writeFile(certificate, made.certificate), writeFile(key, made.key)]);
  const listen = async (store: RedisClient) => {
    const [port] = await freePorts(1);
    const files = { 'tls-cert-file': certificate, 'tls-key-file': key };
    await store.configSet({ 'tls-auth-clients': 'no', ...files, 'tls-port': String(port) });
    return `rediss://localhost:${port}`;
  };
  const stores = {
    REDIS_URL: await listen(service.redis),
    LEDGER_URL: await listen(service.ledgerRedis),
  };
  await expect(service.spawn(stores)).rejects.toThrow('REDIS_URL');

  const { origin } = await service.spawn({ ...stores, NODE_EXTRA_CA_CERTS: certificate });
  const { seeker, volunteer, conversation } = await talk(service, origin, origin);
  const words = message(conversation);
  await seeker.send('message:send', words);
  const { ciphertext } = words;
  expect((await volunteer.next('message:posted')).message).toMatchObject({ ciphertext });
  const port = new URL(stores.REDIS_URL).port;
  // BullMQ's worker waits for its next job, with a client of another library.
  await until(async () => {
    const clients = await service.redis.clientList();
    return clients.some(
      ({ laddr, cmd }) => laddr?.endsWith(`:${port}`) === true && cmd === 'bzpopmin',
    );
  });
}, 40_000);
