/** Checks that every frame of a connection fits the contract, in both directions, and tells what it says. */
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import { Refusal, type ErrorCode } from '@terskel/shared/errors';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import { HandshakeRefusal, SeekerHandshake, StaffHandshake } from '@terskel/shared/protocol';
import type * as z from 'zod/mini';
import { must } from './finding.ts';
import type { Traffic } from './wire.ts';

/** Error codes that a tab which follows the contract must never get. */
const NEVER = new Set<ErrorCode>([
  ...(['internal', 'invalid_payload', 'unknown_command', 'forbidden', 'invalid_key'] as const),
  ...(['rate_limited', 'too_large', 'version_unsupported', 'unauthorized'] as const),
]);

type Commands = Readonly<
  Record<string, { readonly payload: z.ZodMiniType; readonly ack: z.ZodMiniType }>
>;
type Fields = Readonly<Record<string, unknown>>;
export type Answer = (Fields & { readonly ok: true }) | Refusal;
export interface Asked {
  readonly name: string;
  readonly payload: Fields;
}

/** Called before the tab or the node handles the frame. */
export interface Reader {
  readonly connects?: (auth: Fields) => void;
  readonly refused?: (code: ErrorCode) => void;
  readonly asks?: (asked: Asked) => void;
  /** `id`: of the acknowledgement. */
  readonly answered?: (asked: Asked, answer: Answer, id: number) => void;
  readonly told?: (name: string, payload: Fields) => void;
}

const TABLES: Readonly<
  Record<
    '/seeker' | '/staff',
    {
      readonly commands: Commands;
      readonly events: Readonly<Record<string, z.ZodMiniType>>;
      readonly handshake: z.ZodMiniType;
    }
  >
> = {
  '/seeker': { commands: seekerCommands, events: seekerEvents, handshake: SeekerHandshake },
  '/staff': { commands: staffCommands, events: staffEvents, handshake: StaffHandshake },
};

const fits = (schema: z.ZodMiniType | undefined, data: unknown) =>
  schema?.safeParse(data).success === true;

/** Socket.IO packets: type, namespace, id of the acknowledgement, JSON. */
function parse(namespace: string, frame: string) {
  const [, type = '', from, id, json = ''] = /^(\d)([^,]*),(\d*)(.*)$/s.exec(frame) ?? [];
  must(from === namespace, `a frame of another namespace: ${frame}`);
  return { type, id: Number(id), data: (json.trim() === '' ? null : JSON.parse(json)) as unknown };
}

export function readTraffic(namespace: '/seeker' | '/staff', readers: readonly Reader[]): Traffic {
  const { commands, events, handshake } = TABLES[namespace];
  const open = new Map<number, Asked>();

  function answered(id: number, answer: Answer): void {
    const asked = open.get(id);
    must(asked !== undefined && open.delete(id), 'an answer to no command', answer);
    if (asked === undefined) return;
    const { name } = asked;
    if (answer.ok) must(fits(commands[name]?.ack, answer), `${name} was answered`, answer);
    else {
      must(fits(Refusal, answer), `${name} was refused`, answer);
      must(!NEVER.has(answer.code), `${name} was refused: ${answer.code}`, asked.payload);
    }
    for (const reader of readers) reader.answered?.(asked, answer, id);
  }

  return {
    toNode(frame) {
      const { type, id, data } = parse(namespace, frame);
      if (type === '0') {
        must(fits(handshake, data), 'a handshake outside the contract', data);
        for (const reader of readers) reader.connects?.(data as Fields);
      } else if (type === '2') {
        const [name, payload] = data as [string, Fields];
        must(fits(commands[name]?.payload, payload), `a command outside the contract: ${name}`, {
          payload,
        });
        open.set(id, { name, payload });
        for (const reader of readers) reader.asks?.({ name, payload });
      } else must(type === '1', `a frame outside the contract: ${frame}`);
    },
    toTab(frame) {
      const { type, id, data } = parse(namespace, frame);
      if (type === '2') {
        const [name, payload] = data as [string, Fields];
        must(fits(events[name], payload), `an event outside the contract: ${name}`, payload);
        for (const reader of readers) reader.told?.(name, payload);
      } else if (type === '3') answered(id, (data as [Answer])[0]);
      else if (type === '4') {
        const refusal = (data as { data: unknown }).data;
        must(fits(HandshakeRefusal, refusal), 'a handshake was refused', refusal);
        for (const reader of readers) reader.refused?.((refusal as HandshakeRefusal).code);
      } else must(type === '0' || type === '1', `a frame outside the contract: ${frame}`);
    },
  };
}
