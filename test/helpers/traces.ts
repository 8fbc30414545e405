/** What a page stores and which servers it contacts, as the device's owner could find out with browser tools. */
import type { Page } from 'playwright-core';

/** Names of stored items, by kind of storage; all empty for a page that stores nothing. */
export type Kept = Readonly<Record<string, readonly string[]>>;

export interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Traces {
  /** Every request since then, including those of workers and sockets. */
  readonly asked: readonly Asked[];
  kept(): Promise<Kept>;
}

export const NOTHING: Kept = {
  ...{ cookies: [], local: [], session: [], databases: [], caches: [] },
  ...{ workers: [], files: [], counted: [], history: [] },
};

export async function tracesOf(page: Page): Promise<Traces> {
  const asked: Asked[] = [];
  const cdp = await page.context().newCDPSession(page);
  // Requests of workers are only reported here; the headers actually sent are only reported below.
  page.context().on('request', (one) => asked.push({ url: one.url(), headers: {} }));
  const urls = new Map<string, string>();
  // Headers may be reported before their request. For a request under way when this began, only headers are reported.
  const goesOut = (id: string, headers: Asked['headers']) =>
    asked.push({
      headers,
      get url() {
        const { Host: host = '', ':authority': authority = host } = headers;
        return urls.get(id) ?? (authority === '' ? 'unknown:' : `http://${authority}`);
      },
    });
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    urls.set(requestId, request.url);
  });
  cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    goesOut(requestId, headers);
  });
  cdp.on('Network.webSocketCreated', ({ requestId, url }) => {
    urls.set(requestId, url);
    asked.push({ url, headers: {} });
  });
  cdp.on('Network.webSocketWillSendHandshakeRequest', ({ requestId, request }) => {
    goesOut(requestId, request.headers);
  });
  await cdp.send('Network.enable');
  return {
    asked,
    async kept() {
      const { cookies } = await cdp.send('Network.getAllCookies');
      const { origin } = new URL(page.url());
      // Must precede the evaluation in the page, which creates a file system entry.
      const { usageBreakdown } = await cdp.send('Storage.getUsageAndQuota', { origin });
      const counted = usageBreakdown.filter(({ usage }) => usage > 0);
      return {
        cookies: cookies.map(({ name }) => name),
        counted: counted.map(({ storageType }) => storageType),
        ...(await page.evaluate(inPage)),
      };
    },
  };
}

async function inPage() {
  const files: string[] = [];
  const directory = await navigator.storage.getDirectory();
  for await (const name of directory.keys()) files.push(name);
  const databases = await indexedDB.databases();
  const workers = await navigator.serviceWorker.getRegistrations();
  return {
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: databases.map(({ name = '' }) => name),
    caches: await caches.keys(),
    workers: workers.map(({ scope }) => scope),
    files,
    history: [window.name, JSON.stringify(history.state ?? ''), location.hash].filter(
      (held) => held !== '' && held !== '""',
    ),
  };
}

/** Requests that go to another origin, or that send a cookie or a referrer. */
export function indiscreet(asked: readonly Asked[], own: string): string[] {
  const host = new URL(own).host;
  const found = asked.flatMap(({ url, headers }) => {
    const told = Object.keys(headers)
      .filter((name) => /^(?:cookie|referer)$/i.test(name))
      .map((name) => name.toLowerCase());
    const to = new URL(url);
    if (to.host !== host) told.push('another origin');
    return told.map((what) => `${what}: ${to.origin}`);
  });
  return [...new Set(found)];
}
