/** A self-signed certificate for `localhost` with its key, for test servers that speak TLS. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** One ASN.1 value in DER. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const moment = (text: string) => der(0x18, Buffer.from(text));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const ALTERNATIVE_NAME = oid('551d11');
const HOST = Buffer.from('localhost');

/** Certificate and key as PEM. */
export function selfSigned(): { readonly certificate: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, HOST))));
  const names = sequence(ALTERNATIVE_NAME, der(0x04, sequence(der(0x82, HOST))));
  const stated = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ...[ECDSA_WITH_SHA256, name],
    sequence(moment('20200101000000Z'), moment('21200101000000Z')),
    ...[name, publicKey.export({ type: 'spki', format: 'der' })],
    der(0xa3, sequence(names)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', stated, privateKey));
  const text = sequence(stated, ECDSA_WITH_SHA256, signature).toString('base64');
  const lines = text.match(/.{1,64}/g) ?? [];
  return {
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join(
      '\n',
    ),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
