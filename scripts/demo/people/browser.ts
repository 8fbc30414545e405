/** What the client's code needs of a browser, in Node. */
import type { Browser } from '@terskel/client/pages/browser';
import type { Network } from '@terskel/client/net/network';
import { NodeWebSocket } from 'socket.io-client';

const never = (): (() => void) => () => {};

/** A tab of its own, without a cookie. */
export function seekerBrowser(origin: string): Browser {
  const post = (path: string, body: object) =>
    fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
  return {
    network: { online: () => true, watch: never },
    origin,
    fetch: (path, request) => fetch(origin + path, request),
    beacon: (path, body) => void post(path, body).catch(() => {}),
    tellTabs: () => {},
    onTabNews: never,
    visible: () => true,
    onVisibility: never,
    outdated: () => Promise.resolve(false),
    onGone: never,
    whenIdle: () => {},
    hash: () => '',
    stripHash: () => {},
  };
}

/** The network of a browser that is signed in: it sends this cookie. */
export function signedInNetwork(origin: string, cookie: () => string): Network {
  class SignedIn extends NodeWebSocket {
    override createSocket(
      uri: string,
      protocols: string | string[] | undefined,
      options: Record<string, unknown>,
    ) {
      const headers = { cookie: cookie(), origin };
      return super.createSocket(uri, protocols, { ...options, headers }) as unknown;
    }
  }
  return { online: () => true, watch: never, transports: [SignedIn] };
}
