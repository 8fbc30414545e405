import { hash } from 'node:crypto';

/** SHA-256 in base64url. The stores keep only this of a secret (rules A5, S1). */
export function digest(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
