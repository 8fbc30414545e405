/**
 * What kind of authenticator made a passkey is not asked (attestation `none`), and not looked at where it is told all the
 * same: there are certificates in it whose addresses the library would go and fetch.
 */
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';

/** The same attestation object without its statement. Throws if it is none. */
export function withoutStatement(attestationObject: string): string {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const bare = new Map<string, string | Uint8Array | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', decoded.get('authData')],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(bare));
}
