/** A client that knows only the AsyncAPI document: its packets on a raw WebSocket, its examples as payloads. */
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { expect, test } from 'vitest';
import { examples } from '../../scripts/asyncapi/examples.ts';
import { http } from '../../scripts/asyncapi/http.ts';
import { goReady } from '../helpers/fixtures.ts';
import { plainSocket } from '../helpers/plain-client.ts';
import { startService } from '../helpers/service.ts';

const json = (key: string): string => JSON.stringify(examples.seeker[key]?.[0]);

test('[contract] the documented packets open a namespace, send a command and get an acknowledgement', async () => {
  await using service = await startService();
  await goReady(await service.volunteer());
  await service.tick();
  using socket = await plainSocket(service.origin());
  expect(JSON.parse((await socket.next()).slice(1))).toMatchObject({
    pingInterval: 10_000,
    maxPayload: 65_536,
  });
  socket.send(`40/seeker,${json('connect')}`);
  expect(await socket.next()).toMatch(/^40\/seeker,\{"sid":/);
  expect(await socket.next()).toMatch(
    /^42\/seeker,\["session:snapshot",\{"resumeToken":".*"kind":"idle"/,
  );
  socket.send(`42/seeker,0["ticket:open",${json('command.ticket:open')}]`);
  const both = [await socket.next(), await socket.next()];
  expect(both).toContainEqual(expect.stringMatching(/^43\/seeker,0\[\{"ok":true,"ticket":/));
  socket.send('42/seeker,1["ticket:keep"]');
  // Events that the ticket causes may arrive before the acknowledgement.
  let frame = await socket.next();
  while (frame.startsWith('42')) frame = await socket.next();
  // Spaces after the JSON hide its length (rule E7).
  expect(frame.trimEnd()).toBe('43/seeker,1[{"ok":false,"code":"invalid_payload"}]');
});

test('[contract] a refused handshake has the documented form', async () => {
  await using service = await startService();
  using socket = await plainSocket(service.origin());
  await socket.next();
  socket.send('40/seeker,{"protocol":0}');
  expect(await socket.next()).toMatch(
    /^44\/seeker,\{"message":.*"data":\{"code":"version_unsupported"\}\} *$/,
  );
  socket.send(`40/staff,{"protocol":${PROTOCOL_VERSION}}`);
  expect(await socket.next()).toMatch(/"data":\{"code":"unauthorized"\}\} *$/);
});

test('[contract] a page of another origin gets no socket', async () => {
  await using service = await startService();
  const answer = await fetch(`${service.origin()}/socket.io/?EIO=4&transport=polling`, {
    headers: { origin: 'https://elsewhere.example' },
  });
  expect(answer.status).toBe(403);
});

test('[contract] the HTTP routes answer as documented', async () => {
  await using service = await startService();
  const valid: Record<string, object> = {
    'POST /api/leave': { resumeToken: 'x'.repeat(43), how: 'closing' },
    'POST /api/staff/invite': { invite: 'x'.repeat(43) },
    'POST /api/staff/join/options': { invite: 'x'.repeat(43), alias: 'Kari' },
  };
  for (const { route, answers } of http) {
    const [method = '', path = ''] = route.split(' ');
    const ask = async (body: string, headers: Record<string, string> = {}) => {
      const json = { 'content-type': 'application/json', ...headers };
      const init = method === 'POST' ? { method, body, headers: json } : { method };
      const answer = await fetch(service.origin() + path, init);
      const text = await answer.text();
      const code = answer.ok ? [] : [(JSON.parse(text) as { code: string }).code];
      const told = answers[answer.status];
      expect(told?.codes ?? [], `${route} answers ${answer.status} ${text}`).toEqual(
        expect.arrayContaining(code),
      );
      expect(told, `${route} answers ${answer.status}`).toBeDefined();
    };
    await ask(JSON.stringify(valid[route] ?? {}));
    await ask('{');
    await ask('{}', { origin: 'https://elsewhere.example' });
    await ask(JSON.stringify({ long: 'x'.repeat(3_000) }));
  }
});
