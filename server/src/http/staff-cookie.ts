/** The cookie of a staff session (rule S2). */
import { parseCookie, stringifySetCookie } from 'cookie';

const MAX_AGE_S = 12 * 60 * 60;

export interface StaffCookie {
  /** The session token in a `Cookie` header. */
  readonly read: (header: string | undefined) => string | undefined;
  /** `Set-Cookie` that opens a session, or ends it when there is no token. */
  readonly write: (token: string | null) => string;
}

/** `__Host-` wherever there is TLS; a plain name on `http://localhost` alone, where browsers allow no other. */
export function staffCookie(publicUrl: string): StaffCookie {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? '__Host-terskel-staff' : 'terskel-staff';
  return {
    read: (header) => (header === undefined ? undefined : parseCookie(header)[name]),
    write: (token) =>
      stringifySetCookie({
        name,
        value: token ?? '',
        httpOnly: true,
        secure,
        sameSite: 'strict',
        path: '/',
        maxAge: token === null ? 0 : MAX_AGE_S,
      }),
  };
}
