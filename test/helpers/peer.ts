/** A client that speaks the contract only: sends commands, records every event, waits for events. */
import {
  seekerCommands,
  staffCommands,
  type AckOf,
  type PayloadOf,
  type SeekerCommands,
  type StaffCommands,
} from '@terskel/shared/commands';
import {
  seekerEvents,
  staffEvents,
  type SeekerEvents,
  type StaffEvents,
} from '@terskel/shared/events';
import { Refusal } from '@terskel/shared/errors';
import type { EventPayload } from '@terskel/shared/events';
import type { Message } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod/mini';

type Schemas = Readonly<Record<string, z.ZodMiniType>>;
type Commands = Readonly<Record<string, { payload: z.core.$ZodType; ack: z.core.$ZodType }>>;

type Events = Record<string, z.core.$ZodType> & { 'session:snapshot': z.core.$ZodType };

interface Peer<C extends Commands, E extends Events> {
  readonly socket: Socket;
  /** Every event so far, parsed by the contract. */
  readonly events: { readonly name: keyof E & string; readonly payload: unknown }[];
  /** The acknowledgement of a command; throws `Refused` with its code if it was refused. */
  send<N extends keyof C & string>(name: N, payload: PayloadOf<C[N]>): Promise<AckOf<C[N]>>;
  /** The answer to any command with any arguments. */
  raw(name: string, ...args: unknown[]): Promise<Answer>;
  /** The next event of that name that `next` has not returned yet. */
  next<N extends keyof E & string>(name: N): Promise<EventPayload<E[N]>>;
  /** Every event of that name so far. */
  all<N extends keyof E & string>(name: N): EventPayload<E[N]>[];
  /** The server's first event on this connection. */
  readonly snapshot: EventPayload<E['session:snapshot']>;
  /** Closes this connection without a disconnect packet, like a lost network. */
  drop(): Promise<void>;
  disconnected(): Promise<void>;
}

type Answer = { readonly ok: true } | Refusal;
export type SeekerPeer = Peer<SeekerCommands, SeekerEvents> & { readonly resumeToken: string };
export type StaffPeer = Peer<StaffCommands, StaffEvents>;

type TalkCommands = Pick<SeekerCommands, 'message:send' | 'conversation:resync'>;
/** Either seat of a conversation. */
export interface TalkingPeer {
  send<N extends keyof TalkCommands>(
    name: N,
    payload: PayloadOf<TalkCommands[N]>,
  ): Promise<AckOf<TalkCommands[N]>>;
  all(name: 'message:posted'): { readonly message: Message }[];
}

/** Timeout for an event (ms); the error names the event. */
const PATIENCE_MS = 8_000;

class Refused extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  constructor(code: string, retryAfterMs?: number) {
    super(code);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

type Headers = Record<string, string>;

function peer(
  url: string,
  auth: object,
  schemas: Schemas,
  commands: Commands,
  extraHeaders: Headers = {},
) {
  const options = { auth, extraHeaders, transports: ['websocket'] };
  const socket = io(url, { ...options, forceNew: true, reconnection: false });
  const events: { name: string; payload: unknown }[] = [];
  const returned = new Map<string, number>();
  const listeners = new Set<() => void>();
  socket.onAny((name: string, payload: unknown) => {
    const schema = schemas[name];
    if (!schema) throw new Error(`an event outside the contract: ${name}`);
    events.push({ name, payload: z.parse(schema, payload) });
    for (const listener of listeners) listener();
  });

  async function raw(name: string, ...args: unknown[]): Promise<Answer> {
    const answer = (await socket.emitWithAck(name, ...args)) as Answer;
    return answer.ok ? answer : z.parse(Refusal, answer);
  }
  return {
    socket,
    events,
    raw,
    async send(name: string, payload: unknown) {
      const answer = await raw(name, payload);
      if (!answer.ok) throw new Refused(answer.code, answer.retryAfterMs);
      return z.parse(commands[name]?.ack as z.ZodMiniType, answer);
    },
    next(name: string) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const late = setTimeout(
        () => reject(new Error(`timeout: ${name} did not arrive`)),
        PATIENCE_MS,
      );
      const look = () => {
        const seen = returned.get(name) ?? 0;
        const found = events.filter((event) => event.name === name)[seen];
        if (!found) return;
        returned.set(name, seen + 1);
        listeners.delete(look);
        clearTimeout(late);
        resolve(found.payload);
      };
      listeners.add(look);
      look();
      return promise;
    },
    all: (name: string) =>
      events.filter((event) => event.name === name).map(({ payload }) => payload),
    async drop() {
      const gone = new Promise((resolve) => socket.once('disconnect', resolve));
      if (!socket.connected) return;
      // The transport closes without a disconnect packet.
      socket.io.engine.close();
      await gone;
    },
    async disconnected() {
      if (!socket.connected) return;
      await new Promise((resolve) => socket.once('disconnect', resolve));
    },
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      const told = (error as { data?: { code: string; retryAfterMs?: number } }).data;
      reject(new Refused(told?.code ?? error.message, told?.retryAfterMs));
    });
  });
}

/** A connected seeker's tab that has received its first snapshot. */
export async function connectSeeker(
  origin: string,
  resumeToken?: string,
  resumeTicket?: string,
  headers: Headers = {},
): Promise<SeekerPeer> {
  const auth = {
    protocol: PROTOCOL_VERSION,
    ...{ resumeToken, resumeTicket },
  };
  const made = peer(`${origin}/seeker`, auth, seekerEvents, seekerCommands, headers);
  await connected(made.socket);
  const snapshot = (await made.next('session:snapshot')) as SeekerPeer['snapshot'];
  const { resumeToken: own } = snapshot;
  return Object.assign(made, { snapshot, resumeToken: own }) as unknown as SeekerPeer;
}

/** What a volunteer's tab sends to restore a shift that the live store may have lost. */
export interface LostShift {
  readonly resumeTicket?: string;
  readonly duty?: 'ready' | 'paused';
}

/** A connected staff member's page that has received its first snapshot. */
export async function connectStaff(
  origin: string,
  session: string | undefined,
  lost: LostShift = {},
  headers: Headers = {},
): Promise<StaffPeer> {
  const auth = { protocol: PROTOCOL_VERSION, session, ...lost };
  const made = peer(`${origin}/staff`, auth, staffEvents, staffCommands, headers);
  await connected(made.socket);
  const snapshot = (await made.next('session:snapshot')) as StaffPeer['snapshot'];
  return Object.assign(made, { snapshot }) as unknown as StaffPeer;
}
