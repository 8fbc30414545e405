/** Nodes, deadlines and the overview. */
import { LANGUAGES, TOPICS } from '@terskel/shared/choices';
import type { NodeStore } from '../../domain/live-store/nodes.ts';
import * as replies from '../replies.ts';
import { certain, outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

const TOPIC_LANES = [...TOPICS, 'none'].join(',');

export function nodeStore({ redis, root, done, keys }: Calls): NodeStore {
  return {
    async due(now, atMost) {
      const range = { BY: 'SCORE' as const, LIMIT: { offset: 0, count: atMost } };
      const members = await redis().zRangeWithScores(keys.deadlines, '-inf', now, range);
      return members.map(({ value, score: dueAt }) => {
        const [kind = '', id = ''] = value.split(' ');
        return { kind, id, dueAt };
      });
    },
    async clearDeadline({ kind, id }) {
      await redis().zRem(keys.deadlines, `${kind} ${id}`);
    },
    async overview(now) {
      const args = { now, languages: LANGUAGES.join(','), topics: TOPIC_LANES };
      return certain(await redis().overview(root, args), replies.OverviewRow);
    },
    async beat(node, freshEpoch, now, beatAt) {
      const args = { node, freshEpoch, now, beatAt: beatAt ?? undefined };
      return certain(await redis().nodeBeat(root, args), replies.Beat);
    },
    async beats() {
      const members = await redis().zRangeWithScores(keys.nodes, 0, -1);
      return new Map(members.map(({ value, score }) => [value, score]));
    },
    async heldBy(node, beat) {
      const got = outcome(
        await redis().nodeHeld(root, { node, beat: beat ?? undefined }),
        replies.Held,
      );
      return got.ok ? got.value : null;
    },
    forgetNode: (node) => done(redis().nodeForget(root, { node })),
    async ready() {
      return (await redis().ping()) === 'PONG';
    },
  };
}
