/** Whether the tabs of a cast hold resume tickets that contain the last changes (rule F3). */
import { digest } from '@terskel/server/digest';
import type { SeekerId } from '@terskel/server/domain/live-store';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { type Cast, STAFF } from './cast.ts';

type Fields = Readonly<Record<string, string>>;
/** A ticket is renewed at once when one of these changes. */
const RENEWED = ['transferId', 'callKind', 'marked', 'volunteerKeys'] as const;
const facts = (id: string, record: Fields) => [id, ...RENEWED.map((name) => record[name] ?? '')];

type SeekerTicket = { readonly id: string; readonly record: Fields } | null;
type StaffTicket = { readonly conversations: readonly NonNullable<SeekerTicket>[] } | null;
/** A seeker's page is not told of a call. */
const ofSeeker = (ticket: SeekerTicket) =>
  ticket && facts(ticket.id, { ...ticket.record, callKind: '' });
const ofStaff = (ticket: StaffTicket) =>
  (ticket?.conversations ?? []).map(({ id, record }) => facts(id, record));

/** What the tickets contain, beside what new ones would. */
export async function ticketsOf({ service, seeker, staff, ids }: Cast) {
  const [node] = service.nodes;
  if (node === undefined) throw new Error('a node of this process is needed');
  const { store } = node.domain;
  const sealKeys = (number: number) => service.book.sealKeys(number);
  const tokens = tokenEncryption({ sealKeys }, service.clock);
  const slot = (tab: Pick<Cast['seeker'], 'stored'>, name: string) =>
    JSON.parse(tab.stored.get(`terskel.${name}`) ?? '{}') as Fields;
  const { resumeToken = '', resumeTicket = '' } = slot(seeker, 'seeker.session');
  const id = digest(resumeToken) as SeekerId;
  const held: unknown[] = [ofSeeker((await tokens.open(`seeker ${id}`, resumeTicket)) as never)];
  const fresh: unknown[] = [ofSeeker(await store.seekerRecord(id))];
  for (const who of STAFF) {
    const ticket = slot(staff[who], 'volunteer.shift')['resumeTicket'] ?? '';
    held.push(ofStaff((await tokens.open(`staff ${ids[who]}`, ticket)) as never));
    fresh.push(ofStaff(await store.staffRecord(ids[who])));
  }
  return { held, fresh };
}
