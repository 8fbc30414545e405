/**
 * The cipher suite of rule E1: HPKE (RFC 9180) with X-Wing (0x647a), HKDF-SHA256 and AES-256-GCM. The KEM is
 * WebCrypto's where the browser has ML-KEM-768, else a script that is fetched only then; the two interoperate.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke';

export function nativeSuite(): CipherSuite {
  return new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

export async function fallbackSuite(): Promise<CipherSuite> {
  const { KEM_MLKEM768_X25519: kem } = await import('./fallback-kem.ts');
  return new CipherSuite(kem, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

/** Whether this browser's WebCrypto can do all of X-Wing that we need, found by doing it: a key that can be kept. */
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

/** The suite for this browser; looked for once. A fallback that failed to load is tried again on the next call. */
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
