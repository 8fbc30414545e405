/**
 * The proof of anonymity (rule A8): conversations contain unique words, and the test then searches for them everywhere
 * that data could remain.
 */
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import type { Browser } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { address, tracesIn, word, wordAfter } from '../helpers/canary-search.ts';
import { startCanaryService, type CanaryService } from '../helpers/canary-service.ts';
import { wish } from '../helpers/fixtures.ts';
import {
  box,
  hears,
  goOnDuty,
  joinLine,
  joinBy,
  log,
  say,
  seekerAt,
  sitDown,
  type Seat,
} from '../helpers/pages.ts';
import { until } from '../helpers/service.ts';
import { virtualDevice } from '../helpers/virtual-device.ts';

const AGENT = word('agent');
const HEADERS = {
  'user-agent': AGENT,
  referer: `http://${word('referer')}/`,
  cookie: `kept=${word('cookie')}`,
  'x-forwarded-for': address(99),
};

/** The same browser with another user agent string. */
const underAnotherName = (browser: Browser): Pick<Browser, 'newContext'> => ({
  newContext: (options) => browser.newContext({ ...options, userAgent: AGENT }),
});

const ID = /[\w-]{22,}/g;
/** Every id in the tab's storage and cookies that could identify it. */
async function idsOf({ page }: Seat): Promise<string[]> {
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
  const cookies = (await page.context().cookies()).map(({ value }) => value);
  return [stored, ...cookies].join(' ').match(ID) ?? [];
}

/** A seeker's socket whose handshake carries extra marked data, and its resume token. */
async function outspoken(origin: string): Promise<{ socket: Socket; resumeToken: string }> {
  const socket = io(`${origin}/seeker?${word('query')}`, {
    ...{ auth: { protocol: PROTOCOL_VERSION }, extraHeaders: HEADERS },
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
  });
  const { promise, resolve, reject } = Promise.withResolvers<{ resumeToken: string }>();
  socket.once('session:snapshot', resolve).once('connect_error', reject);
  return { socket, resumeToken: (await promise).resumeToken };
}

/** Resolves to the status of the response. */
function post(origin: string, path: string, body: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // Without an `Origin` header the cookie would not be read at all.
  const headers = { ...HEADERS, origin, 'content-type': 'text/plain' };
  request(origin + path, { method: 'POST', headers, agent: false }, (answer) => {
    answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
  })
    .once('error', reject)
    .end(body);
  return promise;
}

/** Sends raw bytes and waits until the server closes the connection. */
async function speak(origin: string, bytes: string): Promise<void> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {}).resume();
  socket.end(bytes);
  await once(socket, 'close');
}

/** Triggers every refusal and failure on this node. Returns the ids that it used. */
async function misbehave(service: CanaryService, node: number): Promise<string[]> {
  const origin = await service.way(node, address(31 + node));
  const { socket, resumeToken } = await outspoken(origin);
  const [told] = await Promise.all([
    socket.emitWithAck('ticket:open', wish()) as Promise<{ ticket: { id: string } }>,
    socket.emitWithAck(word('event'), { [word('key')]: word('value') }),
    socket.emitWithAck('ticket:open', wish({ feeling: word('feeling'), topic: word('topic') })),
    socket.emitWithAck('message:send', { ciphertext: word('plain') }),
    socket.emitWithAck('ticket:cancel', word('long').repeat(2_000)),
  ]);
  expect(await post(origin, `/api/leave?${word('url')}`, word('beacon'))).toBe(400);
  expect(await post(origin, '/api/leave', `{"resumeToken":"${word('beacon')}"}`)).toBe(400);
  expect(await post(origin, '/api/leave', word('body').repeat(500))).toBe(413);
  expect(await post(origin, `/${word('path')}/%E0%A4%A`, '')).toBe(404);
  await speak(
    origin,
    `GET http://${word('host')}:99x/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
  );
  await speak(origin, `${word('nonsense')} ${word('nonsense')}\r\n\r\n`);

  // A handler that fails, because the stored session has the wrong type. Then the store's connections are killed.
  const key = `{terskel}:seeker:${digest(resumeToken)}`;
  await service.live.multi().del(key).set(key, '').exec();
  expect(await socket.emitWithAck('ticket:cancel', {})).toMatchObject({ code: 'internal' });
  expect(await post(origin, '/api/leave', JSON.stringify({ resumeToken, how: 'exit' }))).toBe(503);
  await service.live.del(key);
  const under = socket.emitWithAck('ticket:open', wish());
  await service.live.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
  await under;
  await until(async () => (await fetch(`${origin}/readyz`)).ok);

  // Exceeds the rate limit and the maximum size.
  const cut = await outspoken(origin);
  const gone = [socket, cut.socket].map(
    (each) => new Promise((resolve) => each.once('disconnect', resolve)),
  );
  cut.socket.emit(word('flood').repeat(10_000));
  for (let count = 0; count < 200; count += 1) socket.emit(word('again'), {}, () => {});
  await Promise.all(gone);
  return [resumeToken, told.ticket.id, cut.resumeToken];
}

/** The test reads the whole memory of four processes, twice. */
const TIMEOUT_MS = 120_000;

test(
  '[A2, A3, A4, A7, A8, T6] no content and no identity of a conversation remains anywhere',
  async () => {
    await using browser = await launchBrowser();
    await using service = await startCanaryService(2);
    const contexts = underAnotherName(browser);
    await using volunteer = await sitDown(contexts);
    await virtualDevice(volunteer.page);
    await joinBy(volunteer.page, `${service.origin(1)}/volunteer#invite=${service.invite}`, 'Kari');
    // The same host name on another port gets the same cookie, and this port has its own client address.
    const way = await service.way(1, address(11));
    await volunteer.page.goto(`${way.replace('127.0.0.1', 'localhost')}/volunteer`);
    await goOnDuty(volunteer);
    await using seeker = await seekerAt(contexts, await service.way(0, address(12)));
    await joinLine(seeker);
    await box(seeker).fill(word('draft'));
    await volunteer.page.getByRole('button', { name: 'Answer' }).click();
    await log(seeker).waitFor();
    const ids = [...(await idsOf(seeker)), ...(await idsOf(volunteer))];
    await seeker.page.getByRole('button', { name: 'Send' }).click();
    await say(volunteer, word('answer'));
    await hears(seeker, [word('draft'), word('answer')]);
    await seeker.page.reload();
    await hears(seeker, [word('draft'), word('answer')]);
    await say(seeker, word('more'));
    await hears(volunteer, [word('draft'), word('answer'), word('more')]);
    for (const node of [0, 1]) ids.push(...(await misbehave(service, node)));
    const quiet = await outspoken(await service.way(1, address(13)));

    const connected = async () => {
      // A node keeps the request line of its last request, so overwrite it.
      await Promise.all(
        [0, 1].map(async (node) => {
          const origin = await service.way(node, '127.0.0.1');
          await speak(
            origin,
            `GET /healthz?${'0'.repeat(4_000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
          );
        }),
      );
      await service.rest();
      return service.search(ids);
    };
    expect(await connected()).toEqual([]);

    await seeker.page.getByRole('button', { name: 'End chat' }).click();
    await seeker.page.getByRole('button', { name: 'Yes, end it' }).click();
    // A comment that the seeker leaves for the admins.
    await seeker.page.getByLabel('Is there more you want to say?').fill(wordAfter('comment'));
    await seeker.page.getByRole('button', { name: 'Send my answer' }).click();
    await seeker.page.getByText('Thank you for answering.').waitFor();
    const pending = await service.live.sMembers('{terskel}:comments-pending');
    expect(pending.map((comment) => comment.split(' ')[1])).toEqual([wordAfter('comment')]);
    quiet.socket.disconnect();
    for (const { page } of [seeker, volunteer]) await page.close();
    expect(await connected()).toEqual([]);
    for (const said of [
      'command_refused',
      'command_failed',
      'request_failed',
      'disconnected_for_breaches',
    ])
      expect(service.printed()).toContain(said);

    // A crash that would leave a core dump where core dumps are allowed.
    process.kill(service.pids.nodes[0] ?? 0, 'SIGSEGV');
    await service.ended;
    expect(service.printed()).toContain('SIGSEGV');
    expect(tracesIn(Buffer.from(service.printed()))).toEqual([]);
    expect(globSync('{,*/}core{,.[0-9]*}', { cwd: ROOT, exclude: ['node_modules'] })).toEqual([]);
  },
  TIMEOUT_MS,
);

test('[A8] the search finds every kind of leak in a build that leaks on purpose', async () => {
  await using service = await startCanaryService(1, ['canary-leaks.ts']);
  const id = randomIds.secret();
  const headers = { 'user-agent': word('agent'), 'x-id': id };
  await fetch(`${await service.way(0, address(41))}/healthz`, { headers });
  await service.rest();
  const found = await service.search([id]);
  const caught = [
    ...['log: a word', 'log: an address', 'asked.txt: a word', 'asked.txt: an id'],
    ...['asked.bin: a word in UTF-16', '.aof: a word in hexadecimal'],
    ...['store: a word in Base64', 'store: a word in hexadecimal', 'store memory: '],
    ...['node memory: a word', 'node memory: a word in UTF-16'],
    ...['node memory: an address', 'node memory: an address in bytes'],
  ];
  expect(caught.filter((leak) => !found.some((trace) => trace.includes(leak)))).toEqual([]);
});
