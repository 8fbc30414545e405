/**
 * Floor scripts: each does only what a script of the service cannot do without. The service's own wrappers call them,
 * so they get the same arguments.
 */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@terskel/server/clock';
import type { LiveStore, SeatHolder } from '@terskel/server/domain/live-store';
import type { Keys } from '@terskel/server/live/keys';
import { liveStore } from '@terskel/server/live/live-store';
import type { RedisClient } from '@terskel/server/redis/client';
import { hotScripts } from '@terskel/server/redis/hot-scripts';
import type { ScriptReply } from '@terskel/server/redis/script';
import type { Topic } from '@terskel/shared/models';
import { ciphertext, wish } from '../helpers/fixtures.ts';
import { conversationId, newId, seekerId } from '../helpers/people.ts';

/** Padding steps of a real 300-byte message. */
export const STEPS = 2;

type ScriptName = keyof typeof hotScripts;
type Call = (root: string, given: never) => Promise<ScriptReply>;

/** What the wrapper's named arguments become in the call: words by position. */
function wordsOf(name: ScriptName, root: string, given: never): readonly string[] {
  const words: string[] = [];
  const parser = { push: (...more: string[]) => void words.push(...more), pushKey: () => {} };
  hotScripts[name].parseCommand(parser as never, root, given);
  return words;
}

/** The same client, with other calls in place of some scripts. */
function withCalls(
  client: RedisClient,
  calls: Readonly<Partial<Record<ScriptName, Call>>>,
): RedisClient {
  return new Proxy(client, {
    get: (own, name) => (Reflect.get(calls, name) ?? Reflect.get(own, name)) as unknown,
  });
}

/** Values passed to a wrapper, by the names under which a floor script reads them; each is found in the arguments. */
type Values = Readonly<Record<string, string>>;

interface Recorded {
  readonly args: readonly string[];
  readonly values: Values;
}

/** The arguments that a wrapper passes to this script; the script does not run. */
async function argumentsOf(
  name: ScriptName,
  client: RedisClient,
  keys: Keys,
  call: (store: LiveStore) => Promise<unknown>,
): Promise<readonly string[]> {
  const recorded: (readonly string[])[] = [];
  const record: Call = (root, given) => {
    recorded.push(wordsOf(name, root, given));
    return Promise.reject(new Error('only recorded'));
  };
  await call(liveStore(withCalls(client, { [name]: record }), keys)).catch(() => {});
  const [args] = recorded;
  if (args === undefined) throw new Error(`${name} was not called`);
  return args;
}

/** The arguments of a message, or of several in one call. */
export async function messageArguments(client: RedisClient, keys: Keys, count = 1) {
  const holder: SeatHolder = {
    ...{ conversationId: conversationId(), seat: 'seeker', participant: seekerId() },
  };
  const texts = Array.from({ length: count }, () => ciphertext(STEPS));
  const args = await argumentsOf('messageSend', client, keys, (store) =>
    Promise.all(
      texts.map((text, index) =>
        store.sendMessage(
          holder,
          { counter: index + 1, keyEpoch: FIRST_EPOCH, ciphertext: text },
          systemClock.now(),
        ),
      ),
    ),
  );
  const { conversationId: conversation, seat, participant } = holder;
  return { args, values: { conversation, seat, participant }, texts };
}

/** The arguments of a place in the queue. */
export async function placeArguments(
  client: RedisClient,
  keys: Keys,
  topic: Topic,
): Promise<Recorded> {
  const [seeker, ticket, at] = [seekerId(), newId(), { node: newId(), connection: newId() }];
  const [open, now] = [wish({ topic }), systemClock.now()];
  const args = await argumentsOf('ticketOpen', client, keys, (store) =>
    store.openTicket(seeker, at, ticket, open, 1, false, now),
  );
  const { publicKey, language } = open;
  const values = { seeker, ...at, ticket, publicKey, language, topic, now: String(now) };
  return { args, values };
}

async function pairArguments(client: RedisClient, keys: Keys): Promise<Recorded> {
  const [language, offer, conversation, now] = ['no' as const, newId(), newId(), systemClock.now()];
  const args = await argumentsOf('offerMatch', client, keys, (store) =>
    store.matchOffer(language, offer, conversation, now),
  );
  return { args, values: { language, offer, conversation, now: String(now) } };
}

/** Position of a value in the arguments, from 1 as in Lua. Some arguments only contain it, for example as JSON. */
function positionOf(args: readonly string[], name: string, value: string): number {
  const exact = args.indexOf(value);
  const at = exact >= 0 ? exact : args.findIndex((arg) => arg.includes(value));
  if (at < 0) throw new Error(`the wrapper no longer passes: ${name}`);
  return at + 1;
}

const positionsOf = ({ args, values }: Recorded) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, positionOf(args, name, value)]),
  );

/** Loads `references/<file>.lua`, which stands for a script, with these locals declared before it. */
async function load(
  client: RedisClient,
  name: ScriptName,
  file: string,
  locals: Readonly<Record<string, string | number>>,
): Promise<Call> {
  const source = readFileSync(join(import.meta.dirname, 'references', `${file}.lua`), 'utf8');
  const declared = Object.entries(locals).map(([name, value]) => `local ${name} = ${value}\n`);
  const sha = await client.scriptLoad(`${declared.join('')}${source}`);
  return (root, given) =>
    client.sendCommand(['EVALSHA', sha, '1', root, ...wordsOf(name, root, given)]);
}

/** The client with the floor scripts in place of those for messages, places and pairs. `topics`: those with a lane. */
export async function floorClient(
  client: RedisClient,
  keys: Keys,
  topics: readonly [Topic, ...Topic[]],
): Promise<RedisClient> {
  const [message, place, pair] = await Promise.all([
    messageArguments(client, keys, 2),
    placeArguments(client, keys, topics[0]),
    pairArguments(client, keys),
  ]);
  const [tail = 0, next = 0] = message.texts.map((text) => positionOf(message.args, 'tail', text));
  const lanes = [...topics, ''].map((topic) => `'${topic}'`).join(', ');
  return withCalls(client, {
    messageSend: await load(client, 'messageSend', 'message-append', {
      ...{ ...positionsOf(message), tail, step: next - tail },
    }),
    ticketOpen: await load(client, 'ticketOpen', 'ticket-add', positionsOf(place)),
    offerMatch: await load(client, 'offerMatch', 'offer-make', {
      ...positionsOf(pair),
      topics: `{ ${lanes} }`,
    }),
  });
}
