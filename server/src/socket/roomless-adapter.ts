/** A Socket.IO adapter without rooms, which are not used here. Saves two sets per connection, for its own room. */
import { Adapter } from 'socket.io-adapter';

const NO_ROOMS: ReadonlySet<string> = new Set();

export class RoomlessAdapter extends Adapter {
  override addAll(id: string): void {
    this.sids.set(id, NO_ROOMS as Set<string>);
  }
}
