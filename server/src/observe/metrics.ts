/**
 * All metrics, by name. Label values come from closed lists of the contract, so none can identify a person, a ticket, a
 * conversation or an address (rule A7). Languages and topics are not used as labels either.
 */
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import type { ConversationEnd, Offer, Overview } from '@terskel/shared/models';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const COMMANDS = new Set([...Object.keys(seekerCommands), ...Object.keys(staffCommands)]);
const EVENTS = new Set([...Object.keys(seekerEvents), ...Object.keys(staffEvents)]);
const DEADLINES = new Set([
  ...['offer', 'ask', 'place', 'seat', 'lost', 'silence', 'wrap-up', 'duty'],
  ...['rematch', 'match', 'tombstone'],
]);
const listed = (list: ReadonlySet<string>, name: string) => (list.has(name) ? name : 'unknown');

/** Finds `acceptedAt` at the end of a `message:posted` payload, so that the JSON is not parsed for a metric. */
const ACCEPTED_AT = /"acceptedAt":(\d+)\}*$/;

/** Buckets for operations that should be fast (seconds). */
const QUICK_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
/** Buckets for waits of people (seconds). */
const WAIT_S = [10, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600];
/** Buckets for late deadlines (seconds). */
const LATE_S = [0.25, 0.5, 1, 2, 5, 10, 60];

export type Kind = 'seeker' | 'staff';
export type StoreName = 'live' | 'inbox' | 'ledger';
export type TicketEnding = 'matched' | 'cancelled' | 'exit' | 'expired' | 'closed';

/** Values that are read only when the metrics are scraped. */
export interface Watched {
  readonly connections: (kind: Kind) => number;
  /** Null while unknown. */
  readonly overview: () => Overview | null;
  readonly isUp: (store: StoreName) => boolean;
}

export function createMetrics() {
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

  const handshakes = counter('handshakes_refused', 'Connections refused.', ['kind', 'code']);
  const commands = counter('commands', 'Commands, by what came of them.', ['command', 'outcome']);
  const answering = seconds('command', 'From a command to its answer.', QUICK_S, ['command']);
  const events = counter('events_relayed', 'Events told to a connection here.', ['event']);
  const relaying = seconds(
    'relay',
    "From a message's acceptance, by the sender's node, to its hand-on here: with the difference of their clocks.",
    QUICK_S,
  );
  const opened = counter('tickets_opened', 'Tickets that took a place in line.');
  const endings = counter('tickets_ended', 'Tickets that left the line for good.', ['reason']);
  const waits = seconds('wait', 'From the place in line to each offer.', WAIT_S);
  const started = counter('conversations_started', 'Conversations that began.');
  const overs = counter('conversations_ended', 'Conversations that are over.', ['reason']);
  const late = seconds(
    'deadline_late',
    'How late a deadline was met; more than a second: its alarm was lost and the sweep did it.',
    LATE_S,
    ['kind'],
  );
  const deadNodes = counter('dead_nodes', 'Nodes that this one cleared up after.');
  const losses = counter('store_losses', 'Times that a store went away.', ['store']);
  const ticking = seconds('tick', 'A beat of the pulse.', QUICK_S);

  return {
    registry,
    handshakeRefused: (kind: Kind, code: ErrorCode) => handshakes.inc({ kind, code }),
    /** Starts timing a command; call the result with the command's name and outcome. */
    command() {
      const stop = answering.startTimer();
      return (name: string, outcome: 'ok' | ErrorCode) => {
        const command = listed(COMMANDS, name);
        commands.inc({ command, outcome });
        stop({ command });
      };
    },
    relayed(event: string, json: string, now: number) {
      events.inc({ event: listed(EVENTS, event) });
      if (event === 'message:posted') {
        const acceptedAt = Number(ACCEPTED_AT.exec(json)?.[1]);
        relaying.observe(Math.max(0, now - acceptedAt) / 1_000);
      } else if (event === 'offer:made') this.offered((JSON.parse(json) as { offer: Offer }).offer);
    },
    ticketOpened: () => opened.inc(),
    ticketEnded: (reason: TicketEnding) => endings.inc({ reason }),
    offered: ({ waitedMs }: Offer) => waits.observe(waitedMs / 1_000),
    conversationStarted: () => started.inc(),
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
    /** Registers the gauges. Service-wide values are NaN while the overview is unknown. */
    watch({ connections, overview, isUp }: Watched) {
      const shown = (name: string, help: string, read: (overview: Overview) => number) =>
        gauge(name, `${help} Every node tells the same: take the maximum, not the sum.`, (g) => {
          const now = overview();
          g.set(now === null ? Number.NaN : read(now));
        });
      shown('waiting', 'Tickets in line.', ({ intake }) => intake.waiting);
      shown('on_duty', 'Volunteers on duty.', ({ onDuty }) => onDuty);
      shown('ready', 'Volunteers who are ready.', ({ ready }) => ready);
      shown('conversations', 'Conversations that go on.', ({ conversations }) => conversations);
      gauge(
        'connections',
        'Connections to this node.',
        (g) => {
          for (const kind of ['seeker', 'staff'] as const) g.set({ kind }, connections(kind));
        },
        ['kind'],
      );
      gauge(
        'store_up',
        'Whether a store answers.',
        (g) => {
          for (const store of ['live', 'inbox', 'ledger'] as const)
            g.set({ store }, isUp(store) ? 1 : 0);
        },
        ['store'],
      );
    },
    /** Adds the default metrics of this process: memory, CPU, event loop, garbage collection. */
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
