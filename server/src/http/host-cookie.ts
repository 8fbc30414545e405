/** The two cookies there are: of a sign-in (rule S2), and of a ceremony with a passkey. Seekers never get one. */
import { TIMES } from '@terskel/shared/limits';
import { parseCookie, stringifySetCookie } from 'cookie';

export interface HostCookie {
  /** The secret in a `Cookie` header. */
  readonly read: (header: string | undefined) => string | undefined;
  /** `Set-Cookie` that gives it, or takes it away when there is no secret. */
  readonly write: (secret: string | null) => string;
}
export interface HostCookies {
  readonly staff: HostCookie;
  readonly ceremony: HostCookie;
}

/** `__Host-` wherever there is TLS; a plain name on `http://localhost` alone, where browsers allow no other. */
export function hostCookies(publicUrl: string): HostCookies {
  const secure = publicUrl.startsWith('https:');
  const cookie = (what: string, ms: number): HostCookie => {
    const name = `${secure ? '__Host-' : ''}terskel-${what}`;
    return {
      read: (header) => (header === undefined ? undefined : parseCookie(header)[name]),
      write: (secret) =>
        stringifySetCookie({
          ...{ name, value: secret ?? '', maxAge: secret === null ? 0 : ms / 1_000 },
          ...{ httpOnly: true, secure, sameSite: 'strict', path: '/' },
        }),
    };
  };
  return {
    staff: cookie('staff', TIMES.signInMs),
    ceremony: cookie('ceremony', TIMES.ceremonyMs),
  };
}
