/** Where a node's CPU time goes: the samples of a profile, by the steps that a message takes. */
import { type Profile, type ProfileNode, SAMPLE_EVERY_US } from './profiler.ts';

/**
 * Which code belongs to which step. Code that nothing here names, such as Node's own, belongs to the step of its
 * caller.
 */
const STEPS: readonly (readonly [step: string, code: RegExp])[] = [
  ['budget of the transport', /\/socket\/(?:transport-|bounded-websocket)/],
  ['rate limits', /\/socket\/limits\.ts|rate-limiter-flexible/],
  ['validation', /\/zod\//],
  ['metrics', /\/observe\/metrics|prom-client/],
  [
    'dispatch, domain',
    /\/socket\/(?:dispatch|roles|gateway)|\/server\/src\/domain\/|\/observe\/counted/,
  ],
  [
    'relay of a publication',
    /\/live\/inbox|\/socket\/relay|\/socket\/registry|\/socket\/drain|\/server\/src\/app\.ts/,
  ],
  ['command to Redis', /\/live\/(?:batch|store)|\/server\/src\/redis\/|\/live\/keys/],
  ['reply of Redis', /\/live\/replies|RESP\/decoder/],
  ['command to Redis', /@redis\/client/],
  ['padding, packet to frame', /\/socket\/(?:emit|padded-parser)|\/shared\/src\/padding/],
];
/** The same for packages that handle both directions, by the names of their functions. */
const BY_NAME: readonly (readonly [step: string, code: RegExp, name: RegExp])[] = [
  ['reply of Redis', /@redis\/client/, /push|[Rr]eply|emitPubSub|handleStatus|onData|onMessage/],
  ['padding, packet to frame', /socket\.io-parser/, /^encode|hasBinary|replacer/],
  ['frame to packet', /socket\.io-parser/, /./],
  [
    'padding, packet to frame',
    /socket\.io\/dist/,
    /^(?:emit|packet|_packet|ack|writeToEngine|apply|send)$/,
  ],
  ['frame to packet', /socket\.io\/dist/, /./],
  [
    'frame out',
    /engine\.io/,
    /^(?:send|sendPacket|write|flush|_?onSent|onDrain|encodePacket|_onSentLast)/,
  ],
  ['frame in', /engine\.io/, /./],
  ['frame out', /\/ws\/lib\/sender/, /./],
  ['frame out', /\/ws\/lib\/websocket/, /^send/],
  ['frame in', /\/ws\/lib/, /./],
];
/** System calls have a row of their own, since they cost the most. */
const WRITES = /^(?:writev|write\w+String|writeBuffer)$/;
/** Time of V8 itself. */
const REST = 'event loop, reads from sockets';
const OF_V8 = new Map<string, string | null>([
  ['(idle)', null],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', REST],
]);

function stepOf({ callFrame: { functionName, url } }: ProfileNode, caller: string): string | null {
  const ofV8 = OF_V8.get(functionName);
  if (ofV8 !== undefined) return ofV8;
  if (url === '' && WRITES.test(functionName))
    return caller === 'command to Redis' ? 'writes to Redis' : 'writes to clients';
  const named = BY_NAME.find(([, code, name]) => code.test(url) && name.test(functionName));
  return named?.[0] ?? STEPS.find(([, code]) => code.test(url))?.[0] ?? caller;
}

/** CPU time of each step, as shares of all time in which the process was not idle. */
export function sharesOf(profiles: readonly Profile[]): ReadonlyMap<string, number> {
  const us = new Map<string, number>();
  let total = 0;
  for (const { nodes, samples, timeDeltas } of profiles) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const steps = new Map<number, string | null>();
    const visit = (id: number, caller: string): void => {
      const node = byId.get(id);
      if (node === undefined) return;
      const step = stepOf(node, caller);
      steps.set(id, step);
      for (const child of node.children ?? []) visit(child, step ?? REST);
    };
    if (nodes[0] !== undefined) visit(nodes[0].id, REST);
    for (const [index, id] of samples.entries()) {
      const step = steps.get(id) ?? null;
      if (step === null) continue;
      // A longer one includes time in which the process did not run.
      const took = Math.min(timeDeltas[index] ?? 0, SAMPLE_EVERY_US);
      us.set(step, (us.get(step) ?? 0) + took);
      total += took;
    }
  }
  return new Map([...us].map(([step, took]) => [step, took / total]));
}
