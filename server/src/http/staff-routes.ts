/** Routes of staff: joining, signing in and out, and their own profile, passkeys and sessions. */
import type { InviteToken } from '@terskel/shared/ids';
import type { RouteName } from '@terskel/shared/routes';
import { askToJoin, join } from '../domain/joining.ts';
import { addPasskey, askForPasskey } from '../domain/own-passkeys.ts';
import { refused, type Outcome } from '../domain/ports.ts';
import { askToSignIn, signIn } from '../domain/sign-in.ts';
import { answered, type Edge, type Handlers, type Who } from './api-router.ts';

const isSecret = (text: string | undefined): text is string => /^[\w-]{43}$/.test(text ?? '');

export function staffRoutes(
  edge: Edge,
): Handlers<Extract<RouteName, `${string} /api/staff/${string}`>> {
  const { domain, cookies, digest } = edge;

  /** Starts a ceremony. A secret that the browser has is kept, so that ceremonies in two tabs do not conflict. */
  function begun(held: string | undefined) {
    const secret = isSecret(held) ? held : domain.ids.secret();
    return { browser: digest(secret), cookies: [cookies.ceremony.write(secret)] };
  }
  /** Without a cookie: the digest of an empty string, for which no ceremony exists. */
  const browserOf = (held = '') => digest(held);
  const handedIn = ({ invite, alias }: { invite: InviteToken; alias?: string | undefined }) => ({
    ...{ token: invite, id: digest(invite), alias },
  });
  const ownerOf = ({ staff, token }: Who) => ({
    ...{ id: staff.id, alias: staff.alias, session: digest(token) },
  });

  async function signedIn(
    outcome: Outcome<{ readonly token: string }>,
    more: readonly string[] = [],
  ) {
    if (!outcome.ok) return outcome;
    const found = await domain.ledger.session(outcome.token, 'looks');
    if (found === null) return refused('unauthorized');
    const set = [cookies.staff.write(outcome.token), ...more];
    return { ...answered({ staff: found.staff }), cookies: set };
  }
  async function passkeysOf({ staff }: Who, done: Outcome<object>) {
    if (!done.ok) return done;
    return answered({ passkeys: [...(await domain.ledger.passkeys(staff.id))] });
  }
  async function sessionsOf({ token }: Who, done: Outcome<object>) {
    if (!done.ok) return done;
    return answered({ sessions: [...(await domain.ledger.sessions(token))] });
  }
  const nothing = { ok: true } as const;

  return {
    async 'POST /api/staff/invite'({ body, held }) {
      const terms = await domain.ledger.inviteTerms(body.invite, browserOf(held.ceremony));
      return terms === null ? refused('not_found') : answered({ terms });
    },
    async 'POST /api/staff/join/options'({ body, held }) {
      const { browser, cookies: set } = begun(held.ceremony);
      const asked = await askToJoin(domain, browser, handedIn(body));
      return asked.ok ? { ...answered(asked.options), cookies: set } : asked;
    },
    async 'POST /api/staff/join'({ body, held }) {
      const browser = browserOf(held.ceremony);
      const { credential, device } = body;
      const joined = await join(domain, browser, handedIn(body), credential, device, held.staff);
      // With this cookie the invite could be used again. The browser got the response and no longer needs it.
      return signedIn(joined, [cookies.ceremony.write(null)]);
    },
    async 'POST /api/staff/sign-in/options'({ held }) {
      const { browser, cookies: set } = begun(held.ceremony);
      return { ...answered(await askToSignIn(domain, browser)), cookies: set };
    },
    async 'POST /api/staff/sign-in'({ body, held }) {
      const browser = browserOf(held.ceremony);
      return signedIn(await signIn(domain, browser, body.credential, body.device, held.staff));
    },
    async 'POST /api/staff/sign-out'({ held }) {
      if (held.staff !== undefined) await domain.ledger.endSession(held.staff);
      return { ok: true, cookies: [cookies.staff.write(null)] };
    },

    async 'GET /api/staff/me'({ who }) {
      return answered({ staff: who.staff });
    },
    async 'POST /api/staff/profile'({ body, who: { staff, token } }) {
      const changed = await domain.ledger.changeStaff(staff.id, staff.id, body);
      if (!changed.ok) return changed;
      const found = await domain.ledger.session(token);
      return found === null ? refused('unauthorized') : answered({ staff: found.staff });
    },
    'GET /api/staff/passkeys': ({ who }) => passkeysOf(who, nothing),
    async 'POST /api/staff/passkeys/options'({ who, held }) {
      const { browser, cookies: set } = begun(held.ceremony);
      return { ...answered(await askForPasskey(domain, browser, ownerOf(who))), cookies: set };
    },
    async 'POST /api/staff/passkeys/add'({ body: { credential, name }, who, held }) {
      const browser = browserOf(held.ceremony);
      return passkeysOf(who, await addPasskey(domain, browser, ownerOf(who), credential, name));
    },
    'POST /api/staff/passkeys/rename': async ({ body: { id, name }, who }) =>
      passkeysOf(who, await domain.ledger.renamePasskey(who.staff.id, id, name)),
    'POST /api/staff/passkeys/remove': async ({ body: { id }, who }) =>
      passkeysOf(who, await domain.ledger.removePasskey(who.staff.id, id)),
    'GET /api/staff/sessions': ({ who }) => sessionsOf(who, nothing),
    'POST /api/staff/sessions/end': async ({ body: { id }, who }) =>
      sessionsOf(who, await domain.ledger.endSessions(who.token, id)),
  };
}
