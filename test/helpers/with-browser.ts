import { afterAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startService, type ServiceOptions } from './service.ts';

/** A browser and a service, shared by all tests of a file and closed after them. */
export async function withBrowser(options: ServiceOptions = {}) {
  const [browser, service] = await Promise.all([
    launchBrowser(),
    startService({ realTime: true, ...options }),
  ]);
  afterAll(async () => {
    await browser.close();
    await service[Symbol.asyncDispose]();
  });
  return { browser, service };
}
