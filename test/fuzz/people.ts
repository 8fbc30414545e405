/** The seekers' and volunteers' tabs of a run, and what they have written. */
import { createTicketKeys } from '@terskel/client/e2ee/agreement';
import type { Ledger } from '@terskel/server/domain/ledger';
import type { Ids } from '@terskel/server/domain/ports';
import type { LeaveRequest } from '@terskel/shared/http';
import type { StaffId } from '@terskel/shared/ids';
import { CONTENT_TYPES, PLAINTEXT_HEADER_BYTES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import type { TestClock } from '../helpers/clock.ts';
import type { Dial } from './browser.ts';
import type { Model } from './model/model.ts';
import type { Node } from './node.ts';
import { seedCrypto } from './seeded-crypto.ts';
import { SeekerTab } from './seeker-tab.ts';
import { turn } from './turn.ts';
import { VolunteerTab } from './volunteer-tab.ts';
import { Wire } from './wire.ts';

const SEEKERS = 7;
/** Different capacities, languages and topics, so that not every volunteer can take every ticket. */
export type Profile = Pick<Staff, 'capacity' | 'languages' | 'topics'>;
export const PROFILES: readonly Profile[] = [
  { capacity: 1, languages: ['no'], topics: [] },
  { capacity: 2, languages: ['no', 'en'], topics: ['grief'] },
  { capacity: 3, languages: ['en', 'no'], topics: [] },
];
/** Indices of the leaders (rules I2, V4). */
const LEADERS = new Set([1, 2]);
/** Where a plaintext has the type of its content, after its length. */
const TYPE_AT = 2;
/** Seed of the clients' keys, nonces and delays: each run is determined by its steps. */
const CRYPTO_SEED = 1;
/** How long a tab waits at most before it connects again, once its network is back (ms). */
const CONNECTS_WITHIN_MS = 1_000;

export interface PeopleOptions {
  readonly clock: TestClock;
  readonly ids: Ids;
  readonly model: Model;
  readonly ledger: Pick<Ledger, 'addStaff' | 'openSession'>;
  readonly nodes: readonly Node[];
}

export async function openPeople({ clock, ids, model, ledger, nodes }: PeopleOptions) {
  let wired = 0;
  const nodeAt = (slot: number) => nodes[slot % nodes.length];
  const dial: Dial = (slot, cookie, traffic) => {
    wired += 1;
    const wire = new Wire(`w${wired}`, cookie, traffic);
    nodeAt(slot)?.accept(wire);
    return wire;
  };
  const leave = async (slot: number, token: string, how: LeaveRequest['how']) =>
    nodeAt(slot)?.leave(token, how) ?? 503;
  const texts = new Map<string, string>();
  /** Ciphertexts of history messages (rule C11). */
  const histories = new Set<string>();
  const unseed = await seedCrypto(CRYPTO_SEED, (wire, plaintext) => {
    // Drafts are sealed as well, in another form, and are never sent.
    const end = PLAINTEXT_HEADER_BYTES + plaintext.readUInt16BE(0);
    const text = plaintext.subarray(PLAINTEXT_HEADER_BYTES, end).toString();
    texts.set(wire.toString('base64url'), text);
    if (plaintext[TYPE_AT] === CONTENT_TYPES.history) histories.add(wire.toString('base64url'));
  });
  // The page loads this script later. Here it is there from the start, so that a run does not depend on the disk.
  await import('@terskel/client/session/seeker/transferring');
  const { publicKey: foreignKey } = await createTicketKeys();
  const closings = new Set<string>();
  /** Sessions (SHA-256 of their tokens) whose keys a server in between swaps for `foreignKey` (rule E3). */
  const swapped = new Set<string>();
  const seekers = Array.from(
    { length: SEEKERS },
    () => new SeekerTab({ clock, dial, texts, closings, foreignKey, swapped, leave }),
  );
  const volunteers = await Promise.all(
    PROFILES.map(async (profile, index) => {
      const roles: Staff['roles'] = LEADERS.has(index) ? ['volunteer', 'leader'] : ['volunteer'];
      const member = { alias: 'Kari', roles, trained: true, ...profile };
      const id: StaffId = await ledger.addStaff('operator', member);
      return new VolunteerTab({ staff: { id, ...member }, clock, dial, texts });
    }),
  );
  const tabs = [...seekers, ...volunteers];

  return {
    ...{ seekers, volunteers, tabs, foreignKey, swapped, histories },
    /**
     * Connects the tab to that node; a tab that is connected loses that connection first. Opens a volunteer's page if it
     * is closed.
     */
    async connect(tab: SeekerTab | VolunteerTab, node: Node): Promise<void> {
      const { browser } = tab;
      if ('staff' in tab && tab.isSignInOld) {
        tab.signIn(await ledger.openSession(tab.staff.id, null));
      }
      browser.slot = nodes.indexOf(node);
      if (!browser.isUp && !tab.active) browser.up();
      if (tab.isReplaced) tab.session?.takeOver();
      else if (tab.active) {
        browser.down();
        browser.up();
        clock.move(CONNECTS_WITHIN_MS);
      } else if ('staff' in tab) tab.open();
      await turn();
    },
    /** The next text that somebody writes. */
    text: () => `text ${ids.id()}`,
    /** The next text of a volunteer's closing message. */
    closing(): string {
      const text = `closing ${ids.id()}`;
      closings.add(text);
      return text;
    },
    /**
     * Messages that neither the seeker's nor the volunteer's page has any more, after a loss and a reload, are no longer
     * expected (rule C4). A leader's page cannot hand in its copies: a loss ends the visit (rule E5).
     */
    forgive(): void {
      const talks = tabs.flatMap(({ witness }) => witness.all);
      const kept = new Set(tabs.flatMap(textsToHandIn));
      for (const [id, { accepted }] of talks) {
        const log = model.state.talks.get(id)?.log ?? [];
        const logged = new Set(log.map((message) => message && texts.get(message.ciphertext)));
        for (const text of accepted.keys()) {
          if (!kept.has(text) && !logged.has(text)) accepted.delete(text);
        }
      }
    },
    /** Closes all pages without notice. */
    close(): void {
      for (const { session } of tabs) session?.close();
      unseed();
    },
  };
}

/** The texts that the tab could hand in after a loss: none of a conversation in which it has a leader's seat. */
function textsToHandIn(tab: SeekerTab | VolunteerTab): readonly string[] {
  const talks = 'staff' in tab ? tab.talks : [];
  const visits = new Set<string>(
    talks.filter(({ seat }) => seat === 'leader').map(({ conversationId }) => conversationId),
  );
  return tab.witness.all.flatMap(([id, { copies }]) => (visits.has(id) ? [] : [...copies.keys()]));
}
