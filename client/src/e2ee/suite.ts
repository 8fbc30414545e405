/**
 * The cipher suite of rule E1: HPKE (RFC 9180) with X-Wing (0x647a), HKDF-SHA256 and AES-256-GCM. The KEM uses
 * WebCrypto where the browser has ML-KEM-768, otherwise a script that is fetched only then. Both interoperate.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke';
import { type Bytes, fromBase64url, toBase64url } from './bytes.ts';

export function nativeSuite(): CipherSuite {
  return new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

export async function fallbackSuite(): Promise<CipherSuite> {
  const { KEM_MLKEM768_X25519: kem } = await import('./fallback-kem.ts');
  return new CipherSuite(kem, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

/**
 * Whether this browser's WebCrypto supports all of X-Wing that is needed. Tests it by creating a key and exporting it.
 */
export async function hasNative(): Promise<boolean> {
  try {
    const hpke = nativeSuite();
    const { privateKey } = await hpke.GenerateKeyPair(true);
    await hpke.DeserializePrivateKey(await hpke.SerializePrivateKey(privateKey));
    return true;
  } catch {
    return false;
  }
}

let chosen: Promise<CipherSuite> | undefined;

/** The suite for this browser, chosen once. Rejects if the fallback fails to load; the next call then tries again. */
export function suite(): Promise<CipherSuite> {
  chosen ??= choose().catch((error: unknown) => {
    chosen = undefined;
    throw error;
  });
  return chosen;
}

async function choose(): Promise<CipherSuite> {
  return (await hasNative()) ? nativeSuite() : fallbackSuite();
}

/** HPKE's sender for a public key. Throws if the key is invalid. */
export async function setUpSender(hpke: CipherSuite, publicKey: string, info: Bytes) {
  const recipient = await hpke.DeserializePublicKey(fromBase64url(publicKey));
  const { encapsulatedSecret, ctx } = await hpke.SetupSender(recipient, { info });
  return { encapsulation: toBase64url(new Uint8Array(encapsulatedSecret)), ctx };
}

/** HPKE's recipient, with a key pair of this tab. Throws if the keys or the encapsulation are malformed. */
export async function setUpRecipient(
  hpke: CipherSuite,
  pair: Readonly<Record<'publicKey' | 'seed', string>>,
  encapsulation: string,
  info: Bytes,
) {
  const [privateKey, publicKey] = await Promise.all([
    hpke.DeserializePrivateKey(fromBase64url(pair.seed)),
    hpke.DeserializePublicKey(fromBase64url(pair.publicKey)),
  ]);
  return hpke.SetupRecipient({ privateKey, publicKey }, fromBase64url(encapsulation), { info });
}
