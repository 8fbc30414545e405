/** A staff member's browser: its cookies, its passkeys, and requests to the service's routes. */
import { Refusal } from '@terskel/shared/errors';
import type { Role } from '@terskel/shared/models';
import {
  type AnswerOf,
  type BodyOf,
  type QueryOf,
  ROUTES,
  type RouteName,
} from '@terskel/shared/routes';
import { z } from 'zod/mini';
import { softAuthenticator, type Misdeeds, type SoftAuthenticator } from './authenticator.ts';
import type { TestService, Where } from './service.ts';

/** The public URL that test services are configured with. */
const PUBLIC_URL = 'http://localhost:3000';

interface Answered<Name extends RouteName> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed by the contract; null for a refusal or an empty answer. */
  readonly answer: AnswerOf<Name> | null;
  /** The error code of a refusal. */
  readonly code: string | null;
  readonly text: string;
}

export interface StaffBrowser {
  readonly authenticator: SoftAuthenticator;
  readonly cookies: Map<string, string>;
  /** Sends any request to any node. */
  ask<Name extends RouteName>(
    name: Name,
    given?: unknown,
    more?: { readonly headers?: Record<string, string>; readonly node?: Where },
  ): Promise<Answered<Name>>;
  /** The answer; throws with the code of a refusal. */
  call<Name extends RouteName>(
    name: Name,
    given?: BodyOf<Name> | QueryOf<Name>,
  ): Promise<AnswerOf<Name>>;
  /** Joins with a new passkey. */
  join(invite: string, alias?: string, lie?: Misdeeds): Promise<Answered<'POST /api/staff/join'>>;
  signIn(lie?: Misdeeds): Promise<Answered<'POST /api/staff/sign-in'>>;
  addPasskey(
    authenticator: SoftAuthenticator,
    lie?: Misdeeds,
  ): Promise<Answered<'POST /api/staff/passkeys/add'>>;
}

export const newAuthenticator = (publicUrl = PUBLIC_URL): SoftAuthenticator =>
  softAuthenticator(new URL(publicUrl).hostname, publicUrl);

export function staffBrowser(
  service: Pick<TestService, 'origin'>,
  {
    node = 0,
    publicUrl = PUBLIC_URL,
    authenticator = newAuthenticator(publicUrl),
  }: { readonly node?: Where; publicUrl?: string; authenticator?: SoftAuthenticator } = {},
): StaffBrowser {
  const cookies = new Map<string, string>();

  function keep(set: readonly string[]): void {
    for (const cookie of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/; Max-Age=0(?:;|$)/.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  const browser: StaffBrowser = {
    authenticator,
    cookies,
    async ask(name, given, { headers = {}, node: at = node } = {}) {
      const [method = '', path = ''] = name.split(' ');
      const asks = method === 'GET';
      const query = asks && given !== undefined ? `?${new URLSearchParams(given as never)}` : '';
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
      const response = await fetch(service.origin(at) + path + query, {
        method,
        ...(!asks && { body: JSON.stringify(given ?? {}) }),
        headers: {
          ...(!asks && { 'content-type': 'application/json', origin: publicUrl }),
          ...(cookie !== '' && { cookie }),
          ...headers,
        },
      });
      keep(response.headers.getSetCookie());
      const text = await response.text();
      const route = ROUTES[name] as { readonly answer?: z.ZodMiniType };
      const refused = !response.ok && text.startsWith('{');
      const parsed = response.ok && route.answer ? z.parse(route.answer, JSON.parse(text)) : null;
      return {
        ...{ status: response.status, headers: response.headers, text },
        answer: parsed as AnswerOf<typeof name> | null,
        code: refused ? z.parse(Refusal, JSON.parse(text)).code : null,
      };
    },
    async call(name, given) {
      const { answer, code, status } = await browser.ask(name, given);
      if (status >= 300) throw new Error(`${name} was refused: ${code ?? status}`);
      return answer as AnswerOf<typeof name>;
    },
    async join(invite, alias = 'Kari', lie = {}) {
      const begun = await browser.ask('POST /api/staff/join/options', { invite, alias });
      if (begun.answer === null) return { ...begun, answer: null };
      const credential = await authenticator.create(begun.answer, lie);
      return browser.ask('POST /api/staff/join', { invite, alias, device: 'Test', credential });
    },
    async signIn(lie = {}) {
      const options = await browser.call('POST /api/staff/sign-in/options', {});
      const credential = await authenticator.get(options, lie);
      return browser.ask('POST /api/staff/sign-in', { device: 'Test', credential });
    },
    async addPasskey(other, lie = {}) {
      const options = await browser.call('POST /api/staff/passkeys/options', {});
      const credential = await other.create(options, lie);
      return browser.ask('POST /api/staff/passkeys/add', { name: 'Another', credential });
    },
  };
  return browser;
}

/** The token of an invite that an operator has created. */
export async function invited(
  service: Pick<TestService, 'book'>,
  roles: readonly Role[] = ['volunteer'],
  trained = true,
): Promise<string> {
  const made = await service.book.addInvite('operator', { kind: 'join', roles, trained });
  if (!made.ok) throw new Error(made.code);
  return made.token;
}

/** A staff member who has joined, in a separate browser. */
export async function joined(
  service: TestService,
  roles?: readonly Role[],
  {
    alias = 'Kari',
    trained = true,
    node = 0,
  }: { readonly alias?: string; readonly trained?: boolean; readonly node?: Where } = {},
) {
  const browser = staffBrowser(service, { node });
  const { answer } = await browser.join(await invited(service, roles, trained), alias);
  if (answer === null) throw new Error('joining was refused');
  const session = browser.cookies.get('terskel-staff') ?? '';
  return Object.assign(browser, { staff: answer.staff, session });
}
