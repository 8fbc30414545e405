/** Two nodes for the tests of one file, with clients from addresses of many prefixes. */
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startElsewhere, type Elsewhere } from './elsewhere.ts';
import { goReady } from './fixtures.ts';
import type { SeekerPeer } from './peer.ts';

export function manyAddresses() {
  let elsewhere: Elsewhere;
  let prefixes = 0;
  beforeAll(async () => {
    elsewhere = await startElsewhere({ nodes: 2, sharedNetworks: ['192.0.2.0/24'] });
    await elsewhere.service.set({ queueLimit: 1_000, livePerPrefix: 1_000 });
    // Keeps intake open for hours (rule I2). This volunteer's language matches no seeker, so they get no offer.
    await goReady(await elsewhere.service.volunteer({ languages: ['pl'] }));
  });
  afterAll(() => elsewhere.service[Symbol.asyncDispose]());

  /** An address with the current prefix. */
  const somewhere = (last = 1): string => `100.64.${prefixes}.${last}`;

  return {
    get service() {
      return elsewhere.service;
    },
    seeker: (...given: Parameters<Elsewhere['seeker']>) => elsewhere.seeker(...given),
    staff: (...given: Parameters<Elsewhere['staff']>) => elsewhere.staff(...given),
    fetch: (...given: Parameters<Elsewhere['fetch']>) => elsewhere.fetch(...given),
    somewhere,
    /** From now on, `somewhere` has a prefix that was not used before. */
    nextPrefix(): void {
      prefixes += 1;
    },
    /**
     * Connects `count` seekers of this prefix, by default to the two nodes in turn. All disconnect at the end of the
     * test.
     */
    async crowd(count: number, node?: number, address?: string): Promise<SeekerPeer[]> {
      const come = (_: unknown, index: number) =>
        elsewhere.seeker(address ?? somewhere(index % 250), node ?? index % 2);
      const seekers = await Promise.all(Array.from({ length: count }, come));
      onTestFinished(() => {
        for (const { socket } of seekers) socket.disconnect();
      });
      return seekers;
    },
  };
}
