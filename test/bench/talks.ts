/** Conversations on the service, as the load generator opens them. */
import type { Who } from './load/connection.ts';
import { startService } from './service.ts';

/** Seekers on the first node, volunteers on the last; consecutive clients are a pair. */
export async function openTalks(
  stack: AsyncDisposableStack,
  nodes: number,
  pairs: number,
  profiled = false,
) {
  const service = stack.use(await startService(nodes, undefined, profiled));
  const talkers = [];
  for (let n = 0; n < pairs; n += 1) talkers.push(await service.talking());
  return {
    service,
    conversations: talkers.map(({ conversationId }) => conversationId),
    who: talkers.flatMap(({ seekerAuth, staffAuth }): Who[] => [
      { dialect: 'seeker', port: service.port(0), auth: seekerAuth },
      { dialect: 'staff', port: service.port(nodes - 1), auth: staffAuth },
    ]),
  };
}
