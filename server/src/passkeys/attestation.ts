/**
 * Removes attestation statements. The service requests none (attestation `none`) and ignores any that an authenticator
 * sends anyway: they hold certificates with URLs that the library would fetch.
 */
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';

/** Returns the attestation object (base64url) without its statement. Throws if the input is not such an object. */
export function withoutStatement(attestationObject: string): string {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const bare = new Map<string, string | Uint8Array | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', decoded.get('authData')],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(bare));
}
