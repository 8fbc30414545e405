/** Pairs that exchange messages at a steady rate; each message is tracked until it is delivered and acknowledged. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { Connection } from './connection.ts';

/** Two connections of one conversation. */
export interface Pair {
  readonly conversationId: string;
  readonly sides: readonly [Connection, Connection];
}

export interface Pace {
  readonly perSecond: number;
  readonly forMs: number;
}
export interface Course {
  readonly delivered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Characters of a real 300-byte message on the wire: padded to 512 bytes, encrypted (28 more), in base64url. */
const CIPHERTEXT_CHARS = 720;
/** Each ciphertext begins with the message's number, which is found again in what arrives. */
const NUMBER_CHARS = 22;
const FIELD = '"ciphertext":"';
const KEY_EPOCH = JSON.stringify(FIRST_EPOCH);
/** Messages that take longer count as lost (ms). */
const PATIENCE_MS = 10_000;
const PER_SECOND = 1_000;

/** Number of this process's messages. */
let count = 0;
/** How many messages each seat has sent. */
const counters = new WeakMap<Connection, number>();
const ciphertexts = Array.from({ length: 64 }, () =>
  Buffer.from(crypto.getRandomValues(new Uint8Array((CIPHERTEXT_CHARS * 3) / 4)))
    .toString('base64url')
    .slice(NUMBER_CHARS),
);

export function createTalk(acknowledged: boolean) {
  let first = 0;
  let sent: Float64Array = new Float64Array();
  let took: number[] = [];
  let acks = 0;
  let done = () => {};
  let tooBusy = () => {};
  let fail: (error: Error) => void = () => {};

  const expect = () => {
    if (took.length === sent.length && (!acknowledged || acks === sent.length)) done();
  };

  function heard(frame: string): void {
    if (frame.startsWith('43')) {
      acks += 1;
      if (frame.includes('"code":"unavailable"')) tooBusy();
      else if (!frame.includes('"ok":true')) fail(new Error(`a message was refused: ${frame}`));
    } else {
      const at = frame.indexOf(FIELD) + FIELD.length;
      const number = Number(frame.slice(at, at + NUMBER_CHARS));
      const sentAt = sent[number - first];
      if (sentAt !== undefined) took.push(performance.now() - sentAt);
    }
    expect();
  }

  /**
   * Pairs take turns, so that every session sends equally often. Null if the machine is too busy for this pace. Throws
   * if a message is refused for another reason.
   */
  async function run(pairs: readonly Pair[], { perSecond, forMs }: Pace): Promise<Course | null> {
    const total = Math.round((perSecond * forMs) / PER_SECOND);
    first = count;
    sent = new Float64Array(total);
    [took, acks] = [[], 0];
    const finished = Promise.withResolvers<boolean>();
    done = () => finished.resolve(true);
    tooBusy = () => finished.resolve(false);
    fail = finished.reject;
    const startedAt = performance.now();
    let next = 0;
    const send = () => {
      const due = Math.min(total, Math.ceil(((performance.now() - startedAt) * perSecond) / 1_000));
      for (; next < due; next += 1) {
        const pair = pairs[next % pairs.length];
        const from = pair?.sides[Math.floor(next / pairs.length) % 2];
        if (from === undefined) continue;
        const counter = (counters.get(from) ?? 0) + 1;
        counters.set(from, counter);
        const number = String(count).padStart(NUMBER_CHARS, '0');
        const ciphertext = number + (ciphertexts[next % ciphertexts.length] ?? '');
        const json = `{"conversationId":"${pair?.conversationId ?? ''}","counter":${counter},"keyEpoch":${KEY_EPOCH},"ciphertext":"${ciphertext}"}`;
        sent[next] = performance.now();
        count += 1;
        from.ws.send(from.dialect.event('message:send', json, count));
      }
      if (next < total) setTimeout(send, 1);
    };
    send();
    const late = setTimeout(tooBusy, forMs + PATIENCE_MS);
    const isDone = await finished.promise.finally(() => clearTimeout(late));
    if (!isDone) return null;
    const sorted = took.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    return { delivered: total, p50Ms: at(0.5), p99Ms: at(0.99) };
  }

  return { heard, run };
}
