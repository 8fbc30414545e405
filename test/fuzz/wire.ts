/**
 * A connection between a tab and a node whose frames are delivered by hand. For Socket.IO it is an Engine.IO socket.
 */
import { EventEmitter } from 'node:events';
import { must } from './finding.ts';

/** A frame that has arrived at the tab. */
export type Frame =
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'closed' }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'ack'; readonly id: number; readonly answer: unknown };

export class Wire extends EventEmitter {
  readonly id: string;
  readonly protocol = 4;
  readonly request = { headers: {}, connection: {}, url: '/', _query: {} };
  readonly remoteAddress = '';
  readonly transport = { writable: true, name: 'websocket' };
  readonly namespace: string;
  readonly toNode: string[] = [];
  readonly toTab: string[] = [];
  /** As the node sees it. */
  readyState: 'open' | 'closed' = 'open';
  /** The tab's end is closed, but the node does not know yet. */
  cut = false;

  constructor(id: string, namespace: string) {
    super();
    this.id = id;
    this.namespace = namespace;
  }

  // Called by Socket.IO.
  write(frame: string): void {
    this.toTab.push(frame);
  }
  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.toTab.push('closed');
    this.emit('close', 'forced close');
  }

  /** Closes the tab's end without notice. */
  abandon(): void {
    this.cut = true;
    this.toTab.length = 0;
  }
  /** The node learns that the tab's end is closed. */
  notice(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.emit('close', 'transport close');
  }
  send(type: 0 | 2, data: unknown, id: number | '' = ''): void {
    this.toNode.push(`${type}/${this.namespace},${id}${JSON.stringify(data)}`);
  }
  /** Delivers the next frame to the node. */
  forward(): void {
    const data = this.toNode.shift();
    if (data === undefined || this.readyState === 'closed') return;
    this.emit('packet', { type: 'message', data });
    this.emit('data', data);
  }
  /** Delivers the next frame to the tab. */
  receive(): Frame | null {
    const frame = this.toTab.shift();
    if (frame === undefined) return null;
    if (frame === 'closed') return { type: 'closed' };
    const [, type, id, json = ''] = /^(\d)\/\w+,(\d*)(.*)$/s.exec(frame) ?? [];
    const data = (json === '' ? null : JSON.parse(json)) as unknown;
    switch (type) {
      case '0':
        return null;
      case '1':
        return { type: 'closed' };
      case '2': {
        const [name, payload] = data as [string, unknown];
        return { type: 'event', name, payload };
      }
      case '3':
        return { type: 'ack', id: Number(id), answer: (data as [unknown])[0] };
      case '4':
        return { type: 'refused', code: (data as { data: { code: string } }).data.code };
      default:
        must(false, `an unknown frame: ${frame}`);
        return null;
    }
  }
}
