/** The complete access table, tried by everyone who could send a request (rule S3). */
import { ACCESS, type Access } from '@terskel/shared/access';
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import { TIMES } from '@terskel/shared/limits';
import { Role } from '@terskel/shared/models';
import { ROUTES, type RouteName } from '@terskel/shared/routes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from '../helpers/fixtures.ts';
import { serverRoutes } from '../helpers/routes.ts';
import { sample } from '../helpers/samples.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { joined, staffBrowser } from '../helpers/staff-browser.ts';

/** A requester: the staff session they present, and the identity that it proves. */
interface Comer {
  readonly session: string | null;
  readonly who: { readonly roles: readonly Role[]; readonly trained: boolean } | null;
}

const NOBODY = ['nobody', 'an altered cookie', 'expired', 'idle', 'signed out', 'revoked'];
const PEOPLE = [...Role.options.map((role) => [role]), Role.options].flatMap((roles) =>
  [true, false].map((trained) => ({ roles, trained })),
);
const nameOf = ({ roles, trained }: (typeof PEOPLE)[number]) =>
  `${roles.join(' and ')}${trained ? '' : ' in training'}`;
const COMERS = [...NOBODY, ...PEOPLE.map(nameOf)];

const comers = new Map<string, Comer>();
const comer = (name: string) => comers.get(name) ?? { session: null, who: null };
let service: TestService;

beforeAll(async () => {
  service = await startService({ nodes: 2 });
  const none = (name: string, session: string | null) => comers.set(name, { session, who: null });
  const all = { roles: Role.options, trained: true };
  none('nobody', null);
  none('expired', (await joined(service, Role.options)).session);
  service.clock.move(TIMES.signInMs);
  none('idle', (await joined(service, Role.options)).session);
  service.clock.move(TIMES.adminIdleMs);

  const admin = await joined(service, all.roles);
  const gone = await joined(service, all.roles);
  await gone.call('POST /api/staff/sign-out', {});
  none('signed out', gone.session);
  const revoked = await joined(service, all.roles);
  await admin.call('POST /api/admin/staff/revoke', { id: revoked.staff.id });
  none('revoked', revoked.session);
  none(
    'an altered cookie',
    admin.session.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')),
  );
  for (const person of PEOPLE) {
    const { session } = await joined(service, person.roles, { trained: person.trained });
    comers.set(nameOf(person), { session, who: person });
  }
});
afterAll(() => service[Symbol.asyncDispose]());

/** What the table allows, computed independently of the server. */
function due(access: Access, who: Comer['who']): 'in' | 'unauthorized' | 'forbidden' {
  if (access === 'anyone') return 'in';
  if (who === null) return 'unauthorized';
  if (access === 'signed_in') return 'in';
  if (access.trained && !who.trained) return 'forbidden';
  return access.roles.some((role) => who.roles.includes(role)) ? 'in' : 'forbidden';
}

test('[S3] every command and every route has exactly one row', () => {
  const names = (table: object) => Object.keys(table).toSorted();
  expect(names(ACCESS.seeker)).toEqual(names(seekerCommands));
  expect(names(ACCESS.staff)).toEqual(names(staffCommands));
  expect(names(ACCESS.http)).toEqual(names(ROUTES));
  const health = ['GET /healthz', 'GET /readyz'];
  expect(serverRoutes().toSorted()).toEqual([...health, ...names(ROUTES)].toSorted());
});

test('[S3] admin routes are for admins only, and the admin role alone allows no socket command', () => {
  const onlyAdmins = (access: Access) =>
    typeof access === 'object' && access.roles.every((role) => role === 'admin');
  for (const [name, access] of Object.entries(ACCESS.http))
    expect([name, onlyAdmins(access)]).toEqual([name, name.includes(' /api/admin/')]);
  const admin = { roles: ['admin'] as Role[], trained: true };
  for (const [name, access] of Object.entries(ACCESS.staff))
    expect([name, due(access, admin)]).toEqual([name, 'forbidden']);
});

test.each(
  COMERS.flatMap((name) => (Object.keys(ROUTES) as RouteName[]).map((route) => ({ name, route }))),
)('[S3] $name requests $route', async ({ name, route }) => {
  const { session, who } = comer(name);
  const browser = staffBrowser(service, { node: 1 });
  if (session !== null) browser.cookies.set('terskel-staff', session);
  // A requester with access learns that the payload is invalid. Nobody else learns what would be valid.
  const { status, code } = await browser.ask(route, { what: 'nothing of the kind' });
  const isRead = !('body' in ROUTES[route]) && !('query' in ROUTES[route]);
  const answers = {
    in: isRead ? [200, null] : [400, 'invalid_payload'],
    unauthorized: [401, 'unauthorized'],
    forbidden: [403, 'forbidden'],
  };
  expect([status, code]).toEqual(answers[due(ACCESS.http[route], who)]);
});

test.each(NOBODY)('[S3] %s sends no staff command', async (name) => {
  const { session } = comer(name);
  await expect(service.staff(1, session ?? undefined)).rejects.toThrow('unauthorized');
});

test.each(PEOPLE.map(nameOf))('[S3] %s sends every staff command', async (name) => {
  const { session, who } = comer(name);
  const page = await service.staff(1, session ?? undefined);
  for (const [command, { payload }] of Object.entries(staffCommands)) {
    const answer = await page.raw(command, sample(payload));
    const code = answer.ok ? null : answer.code;
    const outcome = code === 'forbidden' || code === 'unauthorized' ? code : 'in';
    const access = ACCESS.staff[command as keyof typeof ACCESS.staff];
    expect([command, outcome]).toEqual([command, due(access, who)]);
  }
  page.socket.disconnect();
});

test('[S3] a seeker cannot send staff commands', async () => {
  const seeker = await service.seeker(1);
  const others = Object.keys(staffCommands).filter((name) => !(name in seekerCommands));
  expect(others.length).toBeGreaterThan(4);
  for (const name of others)
    expect([name, await seeker.raw(name, {})]).toEqual([name, refusal('unknown_command')]);
});
