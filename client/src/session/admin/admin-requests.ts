/** The admin page's state, and its requests to the service: refusals are shown, and only one action runs at a time. */
import type { RouteName } from '@terskel/shared/routes';
import type { Clock } from '../../clock.ts';
import type { Refused, Reply, StaffApi } from '../../net/staff-api.ts';
import type { AdminWork, Doing, Problem } from '../../state/admin.ts';

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

export type AdminRequests = ReturnType<typeof adminRequests>;

/** `reload`: loads the list of people again, because the page's is out of date. */
export function adminRequests(
  { api, clock, online, show, turnedAway }: AdminDeskDeps,
  begun: AdminWork,
  reload: () => Promise<void>,
) {
  let work = begun;
  const set = (change: Partial<AdminWork>): void => {
    work = { ...work, ...change };
    show(work);
  };

  /** Returns null if the request was refused; the page then shows the problem. */
  async function ask<Name extends RouteName>(
    of: Problem['of'],
    ...[name, ...given]: Parameters<typeof api.call<Name>>
  ): Promise<Extract<Reply<Name>, { ok: true }> | null> {
    const reply = await api.call(name, ...given);
    if (reply.ok) return reply;
    if (isTurnedAway(reply)) return null;
    failed(of, reply);
    // Another admin was faster: reload the list, because the one shown here is out of date.
    if (of !== 'staff' && reply.code === 'not_found') await reload();
    return null;
  }

  /** A request whose failure is not a problem of the page: the caller shows it. Returns null if it was refused. */
  async function look<Name extends RouteName>(
    ...[name, ...given]: Parameters<typeof api.call<Name>>
  ): Promise<Extract<Reply<Name>, { ok: true }> | null> {
    const reply = await api.call(name, ...given);
    if (reply.ok) return reply;
    isTurnedAway(reply);
    return null;
  }

  function isTurnedAway({ code }: Refused): boolean {
    if (code !== 'unauthorized' && code !== 'forbidden') return false;
    set({ doing: null });
    turnedAway();
    return true;
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

  /** Shows why a request was refused. */
  function failed(of: Problem['of'], { code, retryAfterMs }: Refused): void {
    const away = code === 'unavailable' && !online();
    const retryAt = retryAfterMs === undefined ? null : clock.now() + retryAfterMs;
    set({ problem: { of, code: away ? 'offline' : code, retryAt } });
  }

  return { work: (): AdminWork => work, set, ask, look, act, failed };
}
