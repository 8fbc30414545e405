/** What the domain needs from outside, and nothing of how it is done. */
import type { Quarantine } from './quarantine.ts';
import type { Contact, OwnLine } from '@terskel/shared/association';
import type { ErrorCode } from '@terskel/shared/errors';
import type { Articles, Place } from '@terskel/shared/help';
import type { OpeningHours } from '@terskel/shared/hours';
import type { StaffId } from '@terskel/shared/ids';
import type { Language } from '@terskel/shared/models';
import { type Country, DEFAULT_EXIT_SITE, DEFAULT_NAME } from '@terskel/shared/phone-lines';
import type { NewCredential, UsedCredential } from '@terskel/shared/routes';
import type { Credential, Ledger } from './ledger.ts';
import type { LiveStore } from './live-store.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Each returns how to stop it. */
  every(ms: number, run: () => void): () => void;
  after(ms: number, run: () => void): () => void;
}

export interface Ids {
  /** 128 random bits, base64url. */
  id(): string;
  /** 256 random bits, base64url. */
  secret(): string;
}

/** Wakes some node at a time, to do what is due. A late, double or lost wake-up is harmless: see `deadlines.ts`. */
export interface Timers {
  wakeAt(dueAt: number): void;
}

/** A refusal from the domain or the store, with how long until trying again may help. */
export interface Refused {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly retryAfterMs?: number;
  /** With `proof_needed` (rule R2). */
  readonly challenge?: string;
}
export type Outcome<T> = ({ readonly ok: true } & T) | Refused;

export function refused(code: ErrorCode, retryAfterMs?: number): Refused {
  return retryAfterMs === undefined ? { ok: false, code } : { ok: false, code, retryAfterMs };
}

/** What an association can set (⚙ in the rules). Absent in the ledger: the default. */
export interface Settings {
  readonly queueLimit: number;
  readonly languages: readonly Language[];
  readonly paused: boolean;
  /** Whether it is open only while a leader is on duty (rule I2). */
  readonly leaderNeeded: boolean;
  /** When it is open (rule I2); null: always. */
  readonly openingHours: OpeningHours | null;
  /** Intake is `busy` when the wait is expected to be longer than this (rule I1). */
  readonly busyWaitMs: number;
  /** Tickets that an address prefix may open within ten minutes (rule R1). */
  readonly ticketsPerPrefix: number;
  /** Tickets of an address prefix that may be live at the same time (rule R6). */
  readonly livePerPrefix: number;
  /** Tickets that may be opened within a minute before each needs a proof of work (rule R2). */
  readonly ticketsPerMinuteBeforeProof: number;
  /** Connections of an address prefix to one node, of those who are not signed in (rule R5). */
  readonly connectionsPerPrefix: number;
  /** How the association calls itself on the seeker's page. */
  readonly name: string;
  /** Whose emergency numbers are shown (rule U4). */
  readonly country: Country;
  /** Lines to call of the association's own, after the country's. */
  readonly phoneLines: readonly OwnLine[];
  /** Who answers for the service (rule U12). */
  readonly contact: Contact;
  /** The neutral page that *Leave this page* opens (rule U3). */
  readonly exitSite: string;
  /** Self-help by the language of the page (rule U7); ours in a language that is not named. */
  readonly articles: Articles;
  readonly places: readonly Place[];
}
export const DEFAULT_SETTINGS: Settings = {
  queueLimit: 50,
  languages: ['no', 'en'],
  paused: false,
  leaderNeeded: true,
  openingHours: null,
  busyWaitMs: 20 * 60_000,
  ticketsPerPrefix: 20,
  livePerPrefix: 5,
  ticketsPerMinuteBeforeProof: 60,
  connectionsPerPrefix: 50,
  name: DEFAULT_NAME,
  country: 'NO',
  phoneLines: [],
  exitSite: DEFAULT_EXIT_SITE,
  contact: {},
  articles: {},
  places: [],
};

/** What a challenge to a passkey is for; it is of use for nothing else. */
export type Ceremony =
  | { readonly kind: 'sign-in' }
  /** `invite`: SHA-256 of its token. `staff`: the id that the passkey is made for, of a newcomer or of somebody known. */
  | { readonly kind: 'join'; readonly invite: string; readonly staff: StaffId }
  /** `session`: SHA-256 of the token of whoever asked. */
  | { readonly kind: 'add'; readonly session: string; readonly staff: StaffId };

/** Challenges to passkeys: each is answered once, by the browser that asked, within minutes (WebAuthn, 13.4.3). */
export interface Challenges {
  /** 256 random bits, base64url. `browser`: SHA-256 of what the browser alone holds. */
  issue(browser: string, ceremony: Ceremony): Promise<string>;
  /** What it was for; null if it is used, expired, unknown, or was given to another browser. It is used up by asking. */
  use(browser: string, challenge: string): Promise<Ceremony | null>;
}

/** The WebAuthn relying party: options for browsers, and whether their answers prove what they should. */
export interface Passkeys {
  /** PublicKeyCredentialCreationOptionsJSON. `known`: the passkeys that the person has. */
  creationOptions(
    person: { readonly id: StaffId; readonly alias: string },
    challenge: string,
    known: readonly Credential[],
  ): Promise<{ readonly challenge: string }>;
  /** PublicKeyCredentialRequestOptionsJSON, for whatever passkey the browser has for us. */
  requestOptions(challenge: string): Promise<{ readonly challenge: string }>;
  /** The challenge that an answer is to; null if it cannot be read. */
  challengeOf(answer: NewCredential | UsedCredential): Promise<string | null>;
  /** Null unless it is a new passkey, made on our pages for this challenge, by a person who was verified. */
  created(answer: NewCredential, challenge: string): Promise<Credential | null>;
  /**
   * The passkey as it is after this use; null unless its proof is right, made on our pages for this challenge, by a person
   * who was verified. Where there is no such passkey, the same work is done for nothing. Whether its counter has grown, the
   * ledger knows.
   */
  used(
    answer: UsedCredential,
    challenge: string,
    credential: Credential | null,
  ): Promise<Credential | null>;
}

/** Seals what a tab is to keep for the service, so that it can be neither read nor changed nor used by anybody else. */
export interface Seals {
  /** `holder` is whose it is. Null while no key can be had. */
  seal(holder: string, contents: object): Promise<string | null>;
  /** Null if it isn't ours, isn't the holder's, or its key is no longer kept. */
  open(holder: string, sealed: string): Promise<unknown>;
}

/** How many there have been, and how long until they are forgotten. */
export interface Count {
  readonly count: number;
  readonly resetsInMs: number;
}

/** Counters that all nodes share and that pass by themselves. */
export interface Tally {
  /** Counts one more attempt to open a ticket from an address prefix, on this node. */
  attemptOf(prefix: string): Promise<Count>;
  /** How many tickets have been opened from an address prefix. */
  ticketsOf(prefix: string): Promise<Count>;
  /** How many tickets have been opened by anybody in this minute. */
  tickets(): Promise<number>;
  /** Counts one more ticket that was opened. */
  opened(prefix: string | null): Promise<void>;
  /** Whether nobody has used it before; it is remembered for so long. */
  firstUse(id: string, forMs: number): Promise<boolean>;
}

/** What a proof of work was asked for. */
export interface ProofTerms {
  readonly level: number;
  readonly expiresAt: number;
}

/** Makes challenges, and reads what comes back. Whose they are is part of them. */
export interface Proofs {
  challenge(holder: string, terms: ProofTerms): Promise<string>;
  /** Null if the challenge isn't ours, isn't the holder's, or isn't solved. */
  read(holder: string, proof: string): Promise<(ProofTerms & { readonly id: string }) | null>;
}

/** Everything a domain function may use. */
export interface Domain {
  readonly store: LiveStore;
  readonly ledger: Ledger;
  readonly tally: Tally;
  readonly proofs: Proofs;
  readonly challenges: Challenges;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  /** For work that is done for many, of whom one must not cost the others. */
  readonly quarantine: Quarantine;
  /** The settings as last read; a change arrives within a tick. */
  readonly settings: () => Settings;
  readonly seals: Seals;
  /** Which life of the live store this is; null while it is not known. */
  readonly epoch: () => string | null;
  /** Whether a session (`seeker <id>`) or a conversation (`conversation <id>`) has ended lately. */
  readonly isOver: (what: string) => boolean;
  /** When matches happened lately, by language: what an honest range for the wait comes from. */
  readonly recentMatches: (language: Language) => readonly number[];
}
