/**
 * The admin page's work: sends requests to the service over HTTP only, and updates the page's state with the replies.
 */
import type { StaffId } from '@terskel/shared/ids';
import type { Role, Staff } from '@terskel/shared/models';
import type { RouteName } from '@terskel/shared/routes';
import type { Person, StaffChanges } from '@terskel/shared/staff';
import type { Clock } from '../clock.ts';
import type { Refused, Reply, StaffApi } from '../net/staff-api.ts';
import {
  type AdminActions,
  type AdminWork,
  type Doing,
  type NewLink,
  NEW_TERMS,
  type Problem,
  changesOf,
  homeOf,
  inAlphabet,
  signsOut,
} from '../state/admin.ts';

export interface AdminDeskDeps {
  readonly api: StaffApi;
  readonly clock: Clock;
  readonly origin: string;
  /** What the browser reports about its network. */
  readonly online: () => boolean;
  readonly show: (work: AdminWork) => void;
  /** The service no longer accepts this session as an admin's: signed out, or the role has changed. */
  readonly turnedAway: () => void;
}

export interface AdminDesk extends Omit<AdminActions, 'signOut' | 'signOutAnyway' | 'stay'> {
  /** Replaces the admin's own profile. */
  told(me: Staff): void;
  /** Sets whether the admin is on duty as a volunteer. */
  duty(onDuty: boolean): void;
  /** Shows the question before signing out; null hides it. */
  leaving(leaves: AdminWork['leaving']): void;
  /** Shows that a request made outside this desk was refused. */
  failed(refused: Refused): void;
}

/** Creates the desk. `begun` is the state to continue from; it may be partly filled. */
export function adminDesk(deps: AdminDeskDeps, begun: AdminWork): AdminDesk {
  const { api, clock } = deps;
  let work = begun;
  const set = (change: Partial<AdminWork>): void => {
    work = { ...work, ...change };
    deps.show(work);
  };

  /** Returns null if the request was refused; the page then shows the problem. */
  async function ask<Name extends RouteName>(
    of: Problem['of'],
    ...[name, ...given]: Parameters<typeof api.call<Name>>
  ): Promise<Extract<Reply<Name>, { ok: true }> | null> {
    const reply = await api.call(name, ...given);
    if (reply.ok) return reply;
    if (reply.code === 'unauthorized' || reply.code === 'forbidden') {
      set({ doing: null });
      deps.turnedAway();
      return null;
    }
    set({ problem: problemOf(of, reply) });
    // Another admin was faster: reload the list, because the one shown here is out of date.
    if (of !== 'staff' && reply.code === 'not_found') await load();
    return null;
  }

  function problemOf(of: Problem['of'], { code, retryAfterMs }: Refused): Problem {
    const away = code === 'unavailable' && !deps.online();
    const retryAt = retryAfterMs === undefined ? null : clock.now() + retryAfterMs;
    return { of, code: away ? 'offline' : code, retryAt };
  }

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
    const { open, problem } = work;
    const here = new Set(people.map(({ id }) => id));
    const isGone = open !== null && !here.has(open);
    set({
      ...{ people, invites: reply.answer.invites },
      open: isGone ? null : open,
      drafts: new Map([...work.drafts].filter(([id]) => here.has(id))),
      // If the form of the failed action is gone, the list shows the problem instead.
      problem: isGone && problem !== null ? { ...problem, of: 'staff' } : notOf('staff', problem),
    });
  }

  let reads = 0;
  async function read(before?: number): Promise<void> {
    reads += 1;
    const turn = reads;
    const { choice } = work.audit;
    set({ audit: { ...work.audit, loading: true }, problem: null });
    const query = { ...choice, ...(before !== undefined && { before }) };
    const reply = await ask('audit', 'GET /api/admin/audit', query);
    if (turn !== reads) return;
    const had = work.audit.entries;
    if (reply === null) return set({ audit: { ...work.audit, loading: false } });
    const { entries, more } = reply.answer;
    const all = before === undefined ? entries : [...(had ?? []), ...entries];
    set({ audit: { choice, more, loading: false, entries: all } });
  }

  async function listen(): Promise<void> {
    const reply = await ask('comments', 'GET /api/admin/comments');
    if (reply === null) return;
    set({ comments: reply.answer.comments, problem: notOf('comments', work.problem) });
  }

  /** Runs one action at a time. Returns the reply, or null if the action was refused or another one is running. */
  async function act<Name extends RouteName>(
    doing: Doing,
    ...call: Parameters<typeof api.call<Name>>
  ): Promise<Extract<Reply<Name>, { ok: true }> | null> {
    if (work.doing !== null) return null;
    set({ doing, problem: null, done: null });
    const reply = await ask<Name>(doing.what, ...call);
    set({ doing: null });
    return reply;
  }

  const person = (id: StaffId): Person | undefined => work.people?.find((one) => one.id === id);
  function setDraft(id: StaffId, draft: StaffChanges): void {
    const drafts = new Map(work.drafts);
    const known = person(id);
    const left = known === undefined ? {} : changesOf(known, draft);
    if (Object.keys(left).length === 0) drafts.delete(id);
    else drafts.set(id, left);
    set({ drafts });
  }

  async function save(id: StaffId): Promise<void> {
    const changes = work.drafts.get(id);
    if (changes === undefined) return;
    const call = ['POST /api/admin/staff/change', { id, changes }] as const;
    const reply = await act({ what: 'save', id }, ...call);
    if (reply === null) return;
    const { person: now } = reply.answer;
    const people = work.people?.map((one) => (one.id === id ? now : one)) ?? null;
    const { alias } = now;
    set({ people, done: { what: 'saved', alias, signedOut: signsOut(changes) } });
    // Edits made while the request was running are still unsaved.
    setDraft(id, work.drafts.get(id) ?? {});
    if (id !== work.me.id) return;
    if (signsOut(changes)) deps.turnedAway();
    else set({ me: { ...work.me, ...now } });
  }

  async function revoke(id: StaffId): Promise<void> {
    const alias = person(id)?.alias ?? '';
    const reply = await act({ what: 'revoke', id }, 'POST /api/admin/staff/revoke', { id });
    if (reply === null) return;
    const drafts = new Map(work.drafts);
    drafts.delete(id);
    const people = work.people?.filter((one) => one.id !== id) ?? null;
    set({ people, drafts, open: null, link: null, done: { what: 'revoked', alias } });
    if (id === work.me.id) deps.turnedAway();
    else await load();
  }

  const link = (
    { invite, expiresAt }: { readonly invite: string; readonly expiresAt: number },
    roles: readonly Role[],
    alias: string | null,
    note = '',
  ): NewLink => ({
    address: `${deps.origin}${homeOf(roles)}#invite=${invite}`,
    ...{ expiresAt, alias, note },
  });

  async function recover(id: StaffId): Promise<void> {
    const whose = person(id);
    if (whose === undefined) return;
    const reply = await act({ what: 'recover', id }, 'POST /api/admin/invites/recover', { id });
    // If the admin has left this screen meanwhile, the link is not shown.
    if (reply === null) return;
    if (work.open === id) set({ link: link(reply.answer, whose.roles, whose.alias) });
    await load();
  }

  async function invite(): Promise<void> {
    const { terms } = work;
    const note = terms.note.trim();
    const body = {
      ...{ kind: 'join' as const, roles: [...terms.roles], trained: terms.trained },
      ...(note !== '' && { note }),
    };
    const reply = await act({ what: 'invite' }, 'POST /api/admin/invites', body);
    if (reply === null) return;
    // The next invite is for another person: reset the form.
    set({ terms: NEW_TERMS });
    if (work.section === 'invite') set({ link: link(reply.answer, terms.roles, null, note) });
    await load();
  }

  async function withdraw(id: string): Promise<void> {
    const reply = await act({ what: 'withdraw', id }, 'POST /api/admin/invites/withdraw', { id });
    if (reply === null) return;
    const invites = work.invites.filter((one) => one.id !== id);
    set({ invites, done: { what: 'withdrawn' } });
  }

  const quiet = { link: null, problem: null, done: null } as const;
  async function refresh(): Promise<void> {
    // The audit log shows names too, so the list of people is reloaded with it.
    if (work.section === 'audit') await Promise.all([load(), read()]);
    else if (work.section === 'comments') await listen();
    else await load();
  }

  return {
    go(section) {
      set({ ...quiet, section, open: null, left: null });
      void refresh();
    },
    openPerson: (id) => set({ ...quiet, section: 'staff', open: id, left: null }),
    closePerson: () => set({ ...quiet, open: null, left: work.open }),
    edit: (id, changes) => setDraft(id, { ...work.drafts.get(id), ...changes }),
    undo: (id) => setDraft(id, {}),
    save: (id) => void save(id),
    revoke: (id) => void revoke(id),
    recover: (id) => void recover(id),
    choose: (terms) => set({ terms }),
    invite: () => void invite(),
    withdraw: (id) => void withdraw(id),
    forget: () => set({ link: null }),
    filter(choice) {
      set({ audit: { ...work.audit, choice, entries: null, more: false } });
      void read();
    },
    more() {
      const oldest = work.audit.entries?.at(-1);
      if (oldest !== undefined && !work.audit.loading) void read(oldest.number);
    },
    refresh: () => void refresh(),
    dismiss: () => set({ problem: null, done: null }),
    told: (me) => set({ me }),
    duty(onDuty) {
      if (onDuty !== work.onDuty) set({ onDuty });
    },
    leaving: (leaves) => set({ leaving: leaves }),
    failed: (refused) => set({ problem: problemOf('staff', refused) }),
  };
}
