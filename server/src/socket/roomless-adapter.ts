/** A Socket.IO adapter without rooms. No event goes to a room, and each connection would otherwise have one of its own: two sets. */
import { Adapter } from 'socket.io-adapter';

const NO_ROOMS: ReadonlySet<string> = new Set();

export class RoomlessAdapter extends Adapter {
  override addAll(id: string): void {
    this.sids.set(id, NO_ROOMS as Set<string>);
  }
}
