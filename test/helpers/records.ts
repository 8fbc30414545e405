/** The live store's records as they appear in a dump. */
import type { Dump } from './dump.ts';

export type Hash = Readonly<Record<string, string>>;
export type Row = readonly [id: string, hash: Hash];

/** Every record of a kind. */
export function rows(dump: Dump, kind: string): Row[] {
  return Object.entries(dump.hashes)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([key, hash]) => [key.slice(kind.length + 1), { ...hash }]);
}

export const field = (hash: Hash, name: string) => hash[name] ?? '';
export const list = (text: string) => text.split(',').filter((item) => item !== '');

export function loadOf(dump: Dump, volunteer: string): number {
  return dump.sets[`volunteer:${volunteer}:conversations`]?.length ?? 0;
}

export function isReady(dump: Dump, id: string, volunteer: Hash): boolean {
  return (
    field(volunteer, 'state') === 'ready' &&
    field(volunteer, 'connection') !== '' &&
    field(volunteer, 'offer') === '' &&
    loadOf(dump, id) < Number(field(volunteer, 'capacity')) &&
    !isInDanger(dump, id)
  );
}

/** Whether one of the volunteer's conversations is marked as danger (rule O8). */
function isInDanger(dump: Dump, volunteer: string): boolean {
  const held = dump.sets[`volunteer:${volunteer}:conversations`] ?? [];
  return held.some((id) => {
    const { urgent, marked } = dump.hashes[`conversation:${id}`] ?? {};
    return urgent === '1' || marked === '1';
  });
}

/** Pairs that matching should have made by now: a free volunteer and a ticket that they can take (rules Q3, O4). */
export function pairsLeft(dump: Dump, now: number, declineHoldMs: number): string[] {
  const aloneSince = Number(dump.strings['alone-since'] ?? Number.POSITIVE_INFINITY);
  const waiting = rows(dump, 'ticket').filter(([, { state }]) => state === 'waiting');
  return rows(dump, 'volunteer')
    .filter(([id, volunteer]) => isReady(dump, id, volunteer))
    .flatMap(([id, volunteer]) =>
      waiting
        .filter(([, ticket]) => {
          const topics = list(field(volunteer, 'topics'));
          const topic = field(ticket, 'topic');
          const declinedAt = Number(ticket[`declined ${id}`] ?? Number.NEGATIVE_INFINITY);
          const held = declinedAt >= 0 && now - Math.max(aloneSince, declinedAt) < declineHoldMs;
          return (
            list(field(volunteer, 'languages')).includes(field(ticket, 'language')) &&
            (topics.length === 0 || topic === '' || topics.includes(topic)) &&
            !held
          );
        })
        .map(([ticket]) => `${id} could take ${ticket}`),
    );
}

/** Transfers that wait although somebody could take them (rule C11). */
export function transfersLeft(dump: Dump, now: number, declineHoldMs: number): string[] {
  const waiting = rows(dump, 'conversation').filter(
    ([, { transferState }]) => transferState === 'waiting',
  );
  return rows(dump, 'volunteer').flatMap(([id, volunteer]) => {
    const isFree = isReady(dump, id, { ...volunteer, state: 'ready' });
    const mayBePaused = ['ready', 'paused'].includes(field(volunteer, 'state')) && isFree;
    const languages = list(field(volunteer, 'languages'));
    return waiting
      .filter(
        ([conversation, { transferTo, transferStaff, language = '', volunteer: own, another }]) => {
          const declinedAt = dump.hashes[`transfer:${conversation}`]?.[`declined ${id}`];
          const isDeclined = declinedAt !== undefined && now - Number(declinedAt) < declineHoldMs;
          // The seeker has asked this volunteer to leave, who comes back only by name (rule C12).
          const isUnwanted = another === id && transferTo !== 'colleague';
          if (own === id || isDeclined || isUnwanted) return false;
          if (transferTo === 'any')
            return isReady(dump, id, volunteer) && languages.includes(language);
          return (
            mayBePaused &&
            (transferStaff === id || (transferTo === 'leader' && volunteer['leads'] === '1'))
          );
        },
      )
      .map(([conversation]) => `${id} could take over ${conversation}`);
  });
}
