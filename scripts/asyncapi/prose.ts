/** The description of the document: `description.md`, with values from the contract in place of `{{name}}`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as limits from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { encryption } from './encryption.ts';

export function prose(): string {
  const text = readFileSync(join(import.meta.dirname, 'description.md'), 'utf8');
  return text.trim().replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = VALUES[name];
    if (value === undefined) throw new Error(`description.md uses ${name}, which is not defined`);
    return value;
  });
}

const { suite, info, secret, seats, derived, confirmation, visit, aside, message } = encryption;

const VALUES: Readonly<Record<string, string>> = {
  PROTOCOL_VERSION: String(PROTOCOL_VERSION),
  ...Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, JSON.stringify(value)]),
  ),
  ...Object.fromEntries(Object.entries(limits.TIMES).map(([name, ms]) => [name, inWords(ms)])),
  kem: `${suite.kem.name} (${suite.kem.id})`,
  kdf: `${suite.kdf.name} (${suite.kdf.id})`,
  aead: `${suite.aead.name} (${suite.aead.id})`,
  info: visible(info),
  conversationSecret: secret.exporterContext,
  derivedInfo: visible(derived.info),
  conversationSeats: seats.conversation,
  visitSeats: seats.visit,
  asideSeats: seats.aside,
  messagesPurpose: derived.purposes.messages,
  confirmationPurpose: derived.purposes.confirmation,
  visitPurpose: derived.purposes.visit,
  visitInfo: visible(visit.info),
  asideInfo: visible(aside.info),
  tag: confirmation.text,
  associatedData: visible(message.associatedData),
};

function inWords(ms: number): string {
  const seconds = ms / 1_000;
  return seconds % 60 === 0 && seconds > 120 ? `${seconds / 60} min` : `${seconds} s`;
}

function visible(text: string): string {
  return text.replaceAll('\0', String.raw`\0`);
}
