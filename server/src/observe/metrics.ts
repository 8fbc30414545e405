/**
 * All metrics, by name. Label values come from closed lists of the contract, so that no label can identify a person, a
 * ticket, a conversation or an address (rule A7). Languages and topics are not labels either.
 */
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import type { ConversationEnd, Offer, Overview } from '@terskel/shared/models';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const COMMANDS = new Set([...Object.keys(seekerCommands), ...Object.keys(staffCommands)]);
const EVENTS = new Set([...Object.keys(seekerEvents), ...Object.keys(staffEvents)]);
const DEADLINES = new Set([
  ...['offer', 'ask', 'place', 'seat', 'lost', 'silence', 'rebuild', 'wrap-up'],
  ...['duty', 'rematch', 'match', 'tombstone', 'stuck', 'escalate'],
]);
const listed = (list: ReadonlySet<string>, name: string) => (list.has(name) ? name : 'unknown');

/**
 * Matches the acceptance time at the end of a posted message, so that the message need not be parsed (ms since the
 * epoch).
 */
const ACCEPTED_AT = /"acceptedAt":(\d+)\}*$/;

/** Buckets for operations that should take almost no time (s). */
const QUICK_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
/** Buckets for the time that people wait (s). */
const WAIT_S = [10, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600];
/** Buckets for how late a deadline is met (s). */
const LATE_S = [0.25, 0.5, 1, 2, 5, 10, 60];

export type Kind = 'seeker' | 'staff';
export type StoreName = 'live' | 'inbox' | 'ledger';
export type TicketEnding = 'matched' | 'cancelled' | 'exit' | 'expired' | 'closed';

/** Values that are read only when Prometheus asks for them. */
export interface Watched {
  readonly connections: (kind: Kind) => number;
  /** Null while it is unknown. */
  readonly overview: () => Overview | null;
  readonly isUp: (store: StoreName) => boolean;
}

const uncounted = () => {};

/**
 * `isServed`: whether anybody can read the metrics. If not, commands and relayed events are not counted, because there
 * are many of them.
 */
export function createMetrics(isServed: boolean) {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name: `terskel_${name}_total`, help, labelNames, registers });
  const seconds = <L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: L[] = [],
  ) => new Histogram({ name: `terskel_${name}_seconds`, help, buckets, labelNames, registers });
  const gauge = <L extends string>(
    name: string,
    help: string,
    look: (gauge: Gauge<L>) => void,
    labelNames: L[] = [],
  ) =>
    new Gauge<L>({
      ...{ name: `terskel_${name}`, help, labelNames, registers },
      collect() {
        look(this);
      },
    });

  const handshakes = counter('handshakes_refused', 'Handshakes that were refused.', [
    'kind',
    'code',
  ]);
  const commands = counter('commands', 'Commands, by outcome.', ['command', 'outcome']);
  const answering = seconds('command', 'Time from a command to its acknowledgement.', QUICK_S, [
    'command',
  ]);
  const events = counter('events_relayed', 'Events sent to connections of this node.', ['event']);
  const relaying = seconds(
    'relay',
    "Time from a message's acceptance on the sender's node to its relay on this node, including clock skew.",
    QUICK_S,
  );
  const opened = counter('tickets_opened', 'Tickets that joined the queue.');
  const endings = counter('tickets_ended', 'Tickets that left the queue for good.', ['reason']);
  const waits = seconds('wait', 'Time from joining the queue to each offer.', WAIT_S);
  const started = counter('conversations_started', 'Conversations that started.');
  const transfers = counter(
    'conversations_transferred',
    'Conversations that continued with another volunteer.',
  );
  const overs = counter('conversations_ended', 'Conversations that ended.', ['reason']);
  const late = seconds(
    'deadline_late',
    'How late a node read a deadline that was due. Nodes look once a second.',
    LATE_S,
    ['kind'],
  );
  const deadNodes = counter('dead_nodes', 'Dead nodes that this node cleaned up after.');
  const losses = counter('store_losses', 'Times that a store became unavailable.', ['store']);
  const ticking = seconds('tick', 'Duration of one tick of the node loop.', QUICK_S);

  function startCommand() {
    const stop = answering.startTimer();
    return (name: string, outcome: 'ok' | ErrorCode) => {
      const command = listed(COMMANDS, name);
      commands.inc({ command, outcome });
      stop({ command });
    };
  }
  /** A transfer is no arrival: its seeker does not wait in line (rule C11). */
  function offered({ waitedMs, transfer }: Offer): void {
    if (transfer === undefined) waits.observe(waitedMs / 1_000);
  }
  function relayed(event: string, json: string, now: number): void {
    events.inc({ event: listed(EVENTS, event) });
    if (event === 'message:posted') {
      const acceptedAt = Number(ACCEPTED_AT.exec(json)?.[1]);
      relaying.observe(Math.max(0, now - acceptedAt) / 1_000);
    } else if (event === 'offer:made') offered((JSON.parse(json) as { offer: Offer }).offer);
  }

  return {
    registry,
    handshakeRefused: (kind: Kind, code: ErrorCode) => handshakes.inc({ kind, code }),
    /** Starts timing a command. Call the result with the command's name and its outcome. */
    command: isServed ? startCommand : () => uncounted,
    relayed: isServed ? relayed : uncounted,
    ticketOpened: () => opened.inc(),
    ticketEnded: (reason: TicketEnding) => endings.inc({ reason }),
    offered,
    conversationStarted: () => started.inc(),
    conversationTransferred: () => transfers.inc(),
    conversationEnded: (reason: ConversationEnd) => overs.inc({ reason }),
    deadlineMet: (kind: string, lateMs: number) =>
      late.observe({ kind: listed(DEADLINES, kind) }, Math.max(0, lateMs) / 1_000),
    nodeDied: () => deadNodes.inc(),
    storeLost: (store: StoreName) => losses.inc({ store }),
    async ticked(tick: () => Promise<void>) {
      const stop = ticking.startTimer();
      await tick();
      stop();
    },
    /** Registers the gauges. Values of the whole service are NaN while they are unknown. */
    watch({ connections, overview, isUp }: Watched) {
      const shown = (name: string, help: string, read: (overview: Overview) => number) =>
        gauge(
          name,
          `${help} Every node reports the same value: take the maximum, not the sum.`,
          (metric) => {
            const now = overview();
            metric.set(now === null ? Number.NaN : read(now));
          },
        );
      shown('waiting', 'Tickets in the queue.', ({ intake }) => intake.waiting);
      shown('on_duty', 'Volunteers on duty.', ({ onDuty }) => onDuty);
      shown('ready', 'Volunteers who are ready.', ({ ready }) => ready);
      shown('conversations', 'Active conversations.', ({ conversations }) => conversations);
      gauge(
        'connections',
        'Connections to this node.',
        (metric) => {
          for (const kind of ['seeker', 'staff'] as const) metric.set({ kind }, connections(kind));
        },
        ['kind'],
      );
      gauge(
        'store_up',
        'Whether a store answers.',
        (metric) => {
          for (const store of ['live', 'inbox', 'ledger'] as const)
            metric.set({ store }, isUp(store) ? 1 : 0);
        },
        ['store'],
      );
    },
    /** Metrics of this process: memory, CPU, event loop and garbage collection. */
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
