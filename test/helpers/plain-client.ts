/** A client that knows only the AsyncAPI document: its packets, on a raw WebSocket. */

type Payload = Readonly<Record<string, unknown>>;
export interface PlainSocket extends Disposable {
  send(text: string): void;
  /** The server's next packet, in order. Heartbeats are answered. */
  next(): Promise<string>;
}

export async function plainSocket(origin: string): Promise<PlainSocket> {
  const url = `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url);
  const texts: string[] = [];
  let arrived = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (data === '2') return socket.send('3');
    texts.push(data);
    arrived.resolve();
    arrived = Promise.withResolvers();
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  return {
    send: (text) => socket.send(text),
    async next() {
      while (texts.length === 0) await arrived.promise;
      return texts.shift() ?? '';
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

export interface PlainClient extends Disposable {
  /** Sends a command; returns the payload of its acknowledgement. */
  command(name: string, payload?: object): Promise<Payload>;
  /** The next event of that name; earlier ones of other names stay for later calls. */
  event(name: string, fits?: (payload: never) => boolean): Promise<never>;
  /** Names of the events that no call of `event` has returned yet. */
  readonly left: readonly string[];
}

/** Opens a namespace. */
export async function plainClient(
  origin: string,
  namespace: 'seeker' | 'staff',
  auth: object,
): Promise<PlainClient> {
  const socket = await plainSocket(origin);
  const events: { readonly name: string; readonly payload: Payload }[] = [];
  const acks = new Map<number, Payload>();
  let count = 0;
  await socket.next();
  socket.send(`40/${namespace},${JSON.stringify(auth)}`);
  /** Reads one packet. */
  async function read(): Promise<void> {
    const packet = (await socket.next()).trimEnd();
    const [, type, id = '', json = '{}'] = /^4(\d)\/\w+,(\d*)(.*)$/.exec(packet) ?? [];
    if (type === '2') {
      const [name, payload] = JSON.parse(json) as [string, Payload];
      events.push({ name, payload });
    } else if (type === '3') acks.set(Number(id), (JSON.parse(json) as [Payload])[0]);
    else if (type !== '0') throw new Error(`an unexpected packet: ${packet}`);
  }
  return {
    async command(name, payload = {}) {
      const id = count++;
      socket.send(`42/${namespace},${id}${JSON.stringify([name, payload])}`);
      while (!acks.has(id)) await read();
      return acks.get(id) ?? {};
    },
    async event(name, fits = () => true) {
      for (;;) {
        const at = events.findIndex((each) => each.name === name && fits(each.payload as never));
        const [found] = at < 0 ? [] : events.splice(at, 1);
        if (found !== undefined) return found.payload as never;
        await read();
      }
    },
    get left() {
      return events.map(({ name }) => name);
    },
    [Symbol.dispose]: () => socket[Symbol.dispose](),
  };
}
