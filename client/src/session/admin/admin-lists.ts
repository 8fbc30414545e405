/** What the admin page loads: the people and open invites, the audit log, and seekers' comments. */
import { type Problem, inAlphabet } from '../../state/admin.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { AdminStatistics } from './admin-statistics.ts';

export interface AdminLists {
  /** Loads the people and the open invites. */
  load(): Promise<void>;
  /** Loads entries of the audit log: the newest, or those `before` a number in addition. */
  read(before?: number): Promise<void>;
  /** Loads what the open section shows. */
  refresh(): Promise<void>;
}

export function adminLists(
  { work, set, ask }: AdminRequests,
  statistics: AdminStatistics,
): AdminLists {
  const notOf = (of: Problem['of'], problem: Problem | null): Problem | null =>
    problem?.of === of ? null : problem;

  let loads = 0;
  async function load(): Promise<void> {
    loads += 1;
    const turn = loads;
    const reply = await ask('staff', 'GET /api/admin/staff');
    // A later request has been sent; its answer is newer.
    if (reply === null || turn !== loads) return;
    const people = inAlphabet(reply.answer.people);
    const { open, problem, drafts } = work();
    const here = new Set(people.map(({ id }) => id));
    const isGone = open !== null && !here.has(open);
    set({
      ...{ people, invites: reply.answer.invites },
      open: isGone ? null : open,
      drafts: new Map([...drafts].filter(([id]) => here.has(id))),
      // If the form of the failed action is gone, the list shows the problem instead.
      problem: isGone && problem !== null ? { ...problem, of: 'staff' } : notOf('staff', problem),
    });
  }

  let reads = 0;
  async function read(before?: number): Promise<void> {
    reads += 1;
    const turn = reads;
    const { choice } = work().audit;
    set({ audit: { ...work().audit, loading: true }, problem: null });
    const query = { ...choice, ...(before !== undefined && { before }) };
    const reply = await ask('audit', 'GET /api/admin/audit', query);
    if (turn !== reads) return;
    const { audit } = work();
    if (reply === null) return set({ audit: { ...audit, loading: false } });
    const { entries, more } = reply.answer;
    const all = before === undefined ? entries : [...(audit.entries ?? []), ...entries];
    set({ audit: { choice, more, loading: false, entries: all } });
  }

  async function loadComments(): Promise<void> {
    const reply = await ask('comments', 'GET /api/admin/comments');
    if (reply === null) return;
    set({ comments: reply.answer.comments, problem: notOf('comments', work().problem) });
  }

  async function refresh(): Promise<void> {
    const { section } = work();
    // The audit log shows names too, so the list of people is reloaded with it.
    if (section === 'audit') await Promise.all([load(), read()]);
    else if (section === 'comments') await loadComments();
    else if (section === 'statistics') await statistics.load();
    else await load();
  }

  return { load, read, refresh };
}
