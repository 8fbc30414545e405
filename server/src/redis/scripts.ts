/** Every Lua script, with the names and kinds of its arguments, and the limits that it applies. */
import { hotScripts } from './hot-scripts.ts';
import { callScripts } from './scripts/calls.ts';
import { conversationScripts } from './scripts/conversations.ts';
import { countScripts } from './scripts/counts.ts';
import { feedbackScripts } from './scripts/feedback.ts';
import { ledgerScripts } from './scripts/ledger.ts';
import { nodeScripts } from './scripts/nodes.ts';
import { queueScripts } from './scripts/queue.ts';
import { seekerScripts } from './scripts/seekers.ts';
import { staffScripts } from './scripts/staff.ts';

export const scripts = {
  ...hotScripts,
  ...seekerScripts,
  ...queueScripts,
  ...conversationScripts,
  ...callScripts,
  ...staffScripts,
  ...feedbackScripts,
  ...countScripts,
  ...nodeScripts,
  ...ledgerScripts,
};
