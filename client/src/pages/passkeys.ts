/** This browser's passkeys, for staff pages only: support, creation, use and errors. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  browserSupportsWebAuthn,
  platformAuthenticatorIsAvailable,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { AnswerOf, NewCredential, UsedCredential } from '@terskel/shared/routes';
import type { PasskeyProblem, PasskeySupport } from '../state/entry.ts';

type CreateOptions = AnswerOf<'POST /api/staff/join/options'>;
type GetOptions = AnswerOf<'POST /api/staff/sign-in/options'>;
type Outcome<Credential> =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly problem: PasskeyProblem };

/** `navigator.credentials` with JSON in and out. Throws on failure. */
export interface Authenticator {
  support(): Promise<PasskeySupport>;
  create(options: CreateOptions): Promise<NewCredential>;
  get(options: GetOptions): Promise<UsedCredential>;
}

/** The same functions, but errors are returned, never thrown. */
export interface Passkeys {
  support(): Promise<PasskeySupport>;
  create(options: CreateOptions): Promise<Outcome<NewCredential>>;
  get(options: GetOptions): Promise<Outcome<UsedCredential>>;
}

export function passkeysOf(authenticator: Authenticator = thisBrowsers): Passkeys {
  return {
    support: () => authenticator.support().catch(() => 'elsewhere'),
    create: (options) => outcome(() => authenticator.create(options)),
    get: (options) => outcome(() => authenticator.get(options)),
  };
}

const thisBrowsers: Authenticator = {
  async support() {
    if (!isSecureContext) return 'insecure';
    if (!browserSupportsWebAuthn()) return 'none';
    return (await platformAuthenticatorIsAvailable()) ? 'here' : 'elsewhere';
  },
  // The service made these options for this call, so their content is passed to the browser unchecked.
  create: (options) =>
    startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }) as Promise<object> as Promise<NewCredential>,
  get: (options) =>
    startAuthentication({ optionsJSON: options }) as Promise<object> as Promise<UsedCredential>,
};

/** Error names as defined by WebAuthn (Level 3, 5.1.3 and 6.3). */
const PROBLEMS: Readonly<Record<string, PasskeyProblem>> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'already',
  ConstraintError: 'no_lock',
  NotSupportedError: 'unsupported',
  SecurityError: 'insecure',
};

async function outcome<Credential>(ask: () => Promise<Credential>): Promise<Outcome<Credential>> {
  try {
    return { ok: true, credential: await ask() };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return { ok: false, problem: PROBLEMS[name] ?? 'failed' };
  }
}
