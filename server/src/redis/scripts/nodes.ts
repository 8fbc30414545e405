/** Nodes and the connections that they hold. */
import { named } from '../script.ts';

export const nodeScripts = {
  nodeForget: named('node-forget', { node: 'string' }),
  nodeHeld: named('node-held', { node: 'string', beat: 'number?' }),
};
