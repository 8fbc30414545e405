/** Limits that Engine.IO lacks: packets sent by polling, and bytes that a client leaves unread (rule R7). */
import { UNSENT_MAX_BYTES } from '@terskel/shared/limits';
import type { Server, Socket } from 'socket.io';
import { isOverNested, TransportBudget, type Monotonic } from './transport-budget.ts';

type Connection = Socket['conn'];
interface Packet {
  readonly type: string;
  readonly data?: string | Buffer;
}

/** Packet type of Socket.IO's CONNECT. */
const CONNECT = '0';

/** `onBreach`: called with the reason when a connection is closed. */
export function limitTransports(
  { engine }: Pick<Server, 'engine'>,
  now: Monotonic,
  onBreach: (why: 'packets' | 'unread') => void,
): void {
  /** Bytes in the connection's write buffer. Engine.IO flushes it when the client has read the earlier data. */
  const waiting = new WeakMap<Connection, number>();

  function countUnread(this: Connection, { data = '' }: Packet): void {
    const bytes = (waiting.get(this) ?? 0) + data.length;
    waiting.set(this, bytes);
    if (bytes <= UNSENT_MAX_BYTES) return;
    this.close(true);
    onBreach('unread');
  }
  function forgetUnread(this: Connection): void {
    waiting.delete(this);
  }

  function countPolled(connection: Connection): void {
    const budget = new TransportBudget(now());
    const count = ({ type, data = '' }: Packet) => {
      const isConnect = type === 'message' && data[0] === CONNECT;
      if (!isOverNested(data) && budget.take(now(), data.length, isConnect)) return;
      connection.close(true);
      onBreach('packets');
    };
    connection.on('packet', count);
    // After the upgrade, the WebSocket counts its frames itself.
    connection.once('upgrade', () => connection.off('packet', count));
  }

  engine.on('connection', (connection: Connection) => {
    connection.on('packetCreate', countUnread);
    connection.on('flush', forgetUnread);
    if (connection.transport.name === 'polling') countPolled(connection);
  });
}
