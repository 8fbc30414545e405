/**
 * Checks public keys and encapsulations for the key agreement (rule E1), so that no client gets bytes that its HPKE
 * library rejects. An X-Wing public key is an ML-KEM-768 encapsulation key followed by an X25519 public key.
 */

/** Coefficients of an ML-KEM key are integers modulo this prime (FIPS 203). */
const MODULUS = 3_329;
/** 768 coefficients of 12 bits each. A seed of 32 bytes follows; any seed is valid. */
const COEFFICIENT_BYTES = 1_152;
const X25519_BYTES = 32;

/**
 * X25519 points of low order (RFC 7748, section 6.1), little-endian in hexadecimal, with the unused top bit cleared. A
 * key agreement with one of them gives zeros, which libraries reject.
 */
const LOW_ORDER = new Set([
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  // p - 1, p and p + 1 for the prime p = 2^255 - 19.
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

/**
 * Whether clients can encapsulate to this public key (1,216 bytes, base64url). Makes the modulus check of FIPS 203,
 * section 7.2, and rejects X25519 points of low order.
 */
export function isUsablePublicKey(publicKey: string): boolean {
  const bytes = Buffer.from(publicKey, 'base64url');
  for (let at = 0; at < COEFFICIENT_BYTES; at += 3) {
    const [low = 0, middle = 0, high = 0] = bytes.subarray(at, at + 3);
    if ((low | ((middle & 0x0f) << 8)) >= MODULUS) return false;
    if (((middle >> 4) | (high << 4)) >= MODULUS) return false;
  }
  return endsWithUsablePoint(bytes);
}

/**
 * Whether the seeker's tab can decapsulate this encapsulation (1,120 bytes, base64url). Any ML-KEM ciphertext is
 * valid: a wrong one gives other keys.
 */
export function isUsableEncapsulation(encapsulation: string): boolean {
  return endsWithUsablePoint(Buffer.from(encapsulation, 'base64url'));
}

function endsWithUsablePoint(bytes: Buffer): boolean {
  const point = Buffer.from(bytes.subarray(-X25519_BYTES));
  point[X25519_BYTES - 1] = (point.at(-1) ?? 0) & 0x7f;
  return !LOW_ORDER.has(point.toString('hex'));
}
