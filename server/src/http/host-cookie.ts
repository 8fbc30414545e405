/** The only two cookies: staff session (rule S2) and passkey ceremony. Seekers never get a cookie. */
import { TIMES } from '@terskel/shared/limits';
import { parseCookie, stringifySetCookie } from 'cookie';

export interface HostCookie {
  /** Returns the secret from a `Cookie` header. */
  readonly read: (header: string | undefined) => string | undefined;
  /** Returns the `Set-Cookie` header that sets the secret; null deletes the cookie. */
  readonly write: (secret: string | null) => string;
}
export interface HostCookies {
  readonly staff: HostCookie;
  readonly ceremony: HostCookie;
}

/** Names have the prefix `__Host-`, except on `http://localhost`, where browsers refuse it without TLS. */
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
