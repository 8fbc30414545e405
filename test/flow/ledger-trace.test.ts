/** The ledger's file reveals nothing about conversations (rule A4). */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keysOf } from '@terskel/server/live/keys';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../helpers/counts.ts';
import {
  acceptNext,
  confirmation,
  goReady,
  message,
  open,
  publicKey,
} from '../helpers/fixtures.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

interface OnDisk {
  readonly text: string;
  /** Modification time, by the clock of the file system (ns). */
  readonly changedAt: bigint;
}

/** Every file below a folder, by path. */
async function filesOf(dir: string): Promise<Readonly<Record<string, OnDisk>>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, OnDisk]> => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeNs } = await stat(path, { bigint: true });
      return [path, { text: await readFile(path, 'latin1'), changedAt: mtimeNs }];
    });
  return Object.fromEntries(await Promise.all(read));
}
const filesOfLedger = async ({ ledgerRedis }: TestService) =>
  filesOf((await ledgerRedis.configGet('dir'))['dir'] ?? '');

/** What was appended to the files. */
function added(before: Awaited<ReturnType<typeof filesOf>>, after: typeof before): string {
  return Object.entries(after)
    .map(([path, { text }]) => text.slice(before[path]?.text.length ?? 0))
    .join('');
}

/** Resolves once the ledger has every batch of counts. */
async function counted({ redis }: TestService): Promise<void> {
  await until(async () => (await redis.exists(keysOf(NAMESPACE).countBatches)) === 0);
}

/** The writes in a part of the ledger's log: command and key, of some also the field. No cell, of which there are many. */
function writesIn(text: string): string[] {
  const commands = text.split(/(?:^|\r\n)\*\d+\r\n/).slice(1);
  const words = commands.map((command) =>
    command.split('\r\n').filter((_, index) => index % 2 === 1),
  );
  const isCell = (key: string) => /figures:(?:hours|days|months)$/.test(key);
  return words
    .filter(([, key = '']) => !isCell(key))
    .map(([command, key, field = '', ...rest]) =>
      [command, key, ...(command === 'HSET' ? [field, rest[0]] : [])].join(' '),
    );
}

/** A conversation from ticket to feedback, with every kind of command and some time in between. */
async function conversation(service: TestService, volunteer: VolunteerPeer): Promise<void> {
  const seeker = await service.seeker();
  await open(seeker, { feeling: 2 });
  const talk = await acceptNext(volunteer);
  const { id: conversationId } = talk;
  await seeker.next('conversation:started');
  await service.pass(2 * MINUTE_MS);
  await seeker.send('typing:set', { conversationId, typing: true });
  await seeker.send('message:send', message(talk));
  const { seq } = (await volunteer.next('message:posted')).message;
  await volunteer.send('message:received', { conversationId, seq });
  await volunteer.send('message:send', message(talk));
  await seeker.next('message:posted');
  await seeker.send('conversation:confirm', { conversationId, confirmation: confirmation() });
  await volunteer.send('call:raise', { conversationId, kind: 'help' });
  await volunteer.send('duty:list', {});
  const asked = { conversationId, reason: 'experience', to: { kind: 'any' } } as const;
  const { transfer } = await volunteer.send('transfer:ask', asked);
  const yes = { yes: true, history: true, publicKey: publicKey() } as const;
  await seeker.send('transfer:answer', { conversationId, transferId: transfer.id, ...yes });
  await service.pass(2 * MINUTE_MS);
  await volunteer.send('transfer:cancel', { conversationId });
  await volunteer.send('conversation:end', { conversationId });
  const { resumeToken } = seeker;
  const said = await fetch(`${service.origin()}/api/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resumeToken, feeling: 4, heard: 5, comment: 'takk' }),
  });
  expect(said.status).toBe(204);
  await volunteer.send('availability:set', { state: 'ready' });
}

test("[A4, T2] no conversation changes the ledger's file or its modification time before the full hour", async () => {
  await using service = await startService();
  await service.tick();
  const volunteer = await service.volunteer({ roles: ['volunteer', 'leader'] });
  await goReady(volunteer);
  // The conversations begin just after a full hour, and end before the next.
  await service.pass(HOUR_MS - (service.clock.now() % HOUR_MS));
  const before = await filesOfLedger(service);
  expect(Object.keys(before)).not.toEqual([]);
  for (let count = 0; count < TELLABLE_FROM; count += 1) await conversation(service, volunteer);
  expect(await filesOfLedger(service)).toEqual(before);

  // The counts are written at the full hour, not when the fifth answer arrives.
  await service.pass(HOUR_MS - (service.clock.now() % HOUR_MS) - 1);
  expect(await filesOfLedger(service)).toEqual(before);
  await service.pass(1);
  await counted(service);
  const text = added(before, await filesOfLedger(service));
  expect(text).toContain('heard 2026-01 5');
  expect(text).not.toMatch(/usedAt|\d{13}/);
});

test("[A4, T2] with any conversations or none the ledger's file has the same writes at the same times, apart from cells", async () => {
  /** What was written after each minute of two hours, in which `act` happens. */
  async function writes(act: (service: TestService, volunteer: VolunteerPeer) => Promise<void>) {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ roles: ['volunteer', 'leader'] });
    await goReady(volunteer);
    await service.pass(HOUR_MS - (service.clock.now() % HOUR_MS));
    await counted(service);
    const from = service.clock.now();
    const minutes: Record<number, readonly string[]> = {};
    let before = await filesOfLedger(service);
    let cells = '';
    const look = async () => {
      await counted(service);
      const after = await filesOfLedger(service);
      const text = added(before, after);
      if (text !== '') {
        const minute = (service.clock.now() - from) / MINUTE_MS;
        minutes[minute] = [...(minutes[minute] ?? []), ...writesIn(text)];
      }
      cells += text;
      before = after;
    };
    await act(service, volunteer);
    await look();
    while (service.clock.now() < from + 2 * HOUR_MS) {
      await service.pass(MINUTE_MS);
      await look();
    }
    return { minutes, cells };
  }
  const busy = await writes(async (service, volunteer) => {
    for (let count = 0; count < TELLABLE_FROM; count += 1) await conversation(service, volunteer);
  });
  const idle = await writes(async () => {});
  const anonymous = (minutes: typeof busy.minutes) =>
    JSON.stringify(minutes).replaceAll(/(figures:head last|figures:head countedTo) [\w-]+/g, '$1');
  expect(Object.keys(busy.minutes)).toEqual(['60', '120']);
  expect(anonymous(busy.minutes)).toBe(anonymous(idle.minutes));
  expect([busy.cells.includes('heard'), idle.cells.includes('heard')]).toEqual([true, false]);
  // Nothing that was written reveals a time, but the hour.
  expect(busy.cells).not.toMatch(/\d{13}/);
}, 60_000);

test('[A4, S2] an admin in a conversation leaves the same five-minute steps as one without any', async () => {
  async function duty(act: (service: TestService, volunteer: VolunteerPeer) => Promise<void>) {
    await using service = await startService();
    await service.pass(HOUR_MS - (service.clock.now() % HOUR_MS));
    const volunteer = await service.volunteer({ roles: ['volunteer', 'admin'] });
    await goReady(volunteer);
    const before = await filesOfLedger(service);
    const from = service.clock.now();
    await act(service, volunteer);
    // All runs end at the same time, whatever was done in them.
    while (service.clock.now() < from + 12 * MINUTE_MS) await service.pass(MINUTE_MS);
    const text = added(before, await filesOfLedger(service));
    return [...text.matchAll(/usedAt\r\n\$13\r\n(\d{13})/g)].map(([, at]) => Number(at) - from);
  }
  const idle = await duty(async () => {});
  expect(idle).toEqual([5 * MINUTE_MS, 10 * MINUTE_MS]);
  expect(await duty(conversation)).toEqual(idle);
});

test('[A4, F3] the first visitor after midnight leaves no trace in the ledger', async () => {
  await using service = await startService();
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  await service.pass(DAY_MS - (service.clock.now() % DAY_MS));
  const before = await filesOfLedger(service);
  expect(added({}, before)).toContain('seal-keys');
  await service.pass(MINUTE_MS);
  const seeker = await service.seeker();
  await open(seeker);
  await acceptNext(volunteer);
  await service.pass(MINUTE_MS);
  expect(await filesOfLedger(service)).toEqual(before);
});
