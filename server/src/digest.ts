import { createHash } from 'node:crypto';

/** SHA-256 in base64url. The stores keep only this of a secret (rules A5, S1). */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
