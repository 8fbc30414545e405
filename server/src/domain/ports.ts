/** The interfaces that the domain needs from outside, without their implementation. */
import type { Quarantine } from './quarantine.ts';
import type { Contact, OwnLine } from '@terskel/shared/association';
import type { ErrorCode } from '@terskel/shared/errors';
import type { Articles, Place } from '@terskel/shared/help';
import type { OpeningHours } from '@terskel/shared/hours';
import type { StaffId } from '@terskel/shared/ids';
import type { Language, Overview } from '@terskel/shared/models';
import { type Country, DEFAULT_EXIT_SITE, DEFAULT_NAME } from '@terskel/shared/phone-lines';
import type { NewCredential, UsedCredential } from '@terskel/shared/routes';
import type { Credential, Ledger } from './ledger.ts';
import type { LiveStore } from './live-store.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs repeatedly; returns a function that stops it. */
  every(ms: number, run: () => void): () => void;
  /** Runs once; returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

export interface Ids {
  /** 128 random bits, base64url. */
  id(): string;
  /** 256 random bits, base64url. */
  secret(): string;
}

/** Kinds of work for `Jobs`; the id is that of a batch of counts, or the local day up to which is released (rules T2, T4). */
export type JobKind = 'count-batch' | 'release';
/** Work that any node does once, later, and again if it fails. */
export interface Jobs {
  /** Adds the work with this id, unless it is already waiting. A job may be lost: add it again from time to time. */
  add(kind: JobKind, id: string): void;
}

/** A refusal from the domain or the store. `retryAfterMs`: when a retry may succeed. */
export interface Refused {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly retryAfterMs?: number;
  /** Only with `proof_needed`: the challenge to solve (rule R2). */
  readonly challenge?: string;
  /** Only with `wrong_counter`: the next counter (rule C14). */
  readonly expected?: number;
}
export type Outcome<T> = ({ readonly ok: true } & T) | Refused;

export function refused(code: ErrorCode, retryAfterMs?: number): Refused {
  return retryAfterMs === undefined ? { ok: false, code } : { ok: false, code, retryAfterMs };
}

/** The settings of an association (⚙ in the rules). Those absent in the ledger have default values. */
export interface Settings {
  readonly queueLimit: number;
  readonly languages: readonly Language[];
  readonly paused: boolean;
  /** Whether intake is open only while a leader is on duty (rule I2). */
  readonly leaderNeeded: boolean;
  /** Opening hours (rule I2); null: always open. */
  readonly openingHours: OpeningHours | null;
  /** Intake is `busy` when the wait is expected to be longer than this (rule I1). */
  readonly busyWaitMs: number;
  /** Tickets that an address prefix may open within ten minutes (rule R1). */
  readonly ticketsPerPrefix: number;
  /** Tickets of an address prefix that may be live at the same time (rule R6). */
  readonly livePerPrefix: number;
  /** Tickets that may be opened within a minute before each needs a proof of work (rule R2). */
  readonly ticketsPerMinuteBeforeProof: number;
  /** Connections of an address prefix to one node that are not signed in (rule R5). */
  readonly connectionsPerPrefix: number;
  /** Name of the association on the seeker's page. */
  readonly name: string;
  /** The country whose emergency numbers are shown (rule U4). */
  readonly country: Country;
  /** The association's own phone lines, shown after those of the country. */
  readonly phoneLines: readonly OwnLine[];
  /** Who is responsible for the service (rule U12). */
  readonly contact: Contact;
  /** The neutral page that *Leave this page* opens (rule U3). */
  readonly exitSite: string;
  /** Self-help articles by page language (rule U7); the default articles in all other languages. */
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

/** The purpose of a passkey challenge; it cannot be used for another one. */
export type Ceremony =
  | { readonly kind: 'sign-in' }
  /** `invite`: SHA-256 of its token. `staff`: id of the passkey's owner, who is new or already known. */
  | { readonly kind: 'join'; readonly invite: string; readonly staff: StaffId }
  /** `session`: SHA-256 of the token of the sign-in that asked. */
  | { readonly kind: 'add'; readonly session: string; readonly staff: StaffId };

/** Passkey challenges: each is used once, by the browser that asked, within minutes (WebAuthn, 13.4.3). */
export interface Challenges {
  /** Creates a challenge: 256 random bits, base64url. `browser`: SHA-256 of a secret that only the browser holds. */
  issue(browser: string, ceremony: Ceremony): Promise<string>;
  /** Uses up a challenge; returns its purpose, or null if it is used, expired, unknown or of another browser. */
  use(browser: string, challenge: string): Promise<Ceremony | null>;
}

/** The WebAuthn relying party: creates options for browsers and verifies their answers. */
export interface Passkeys {
  /** PublicKeyCredentialCreationOptionsJSON. `known`: passkeys that the person already has; they are excluded. */
  creationOptions(
    person: { readonly id: StaffId; readonly alias: string },
    challenge: string,
    known: readonly Credential[],
  ): Promise<{ readonly challenge: string }>;
  /** PublicKeyCredentialRequestOptionsJSON, for any discoverable passkey of this service. */
  requestOptions(challenge: string): Promise<{ readonly challenge: string }>;
  /** The challenge in an answer; null if it cannot be read. */
  challengeOf(answer: NewCredential | UsedCredential): Promise<string | null>;
  /** The new passkey; null unless it was made on our pages, for this challenge, with user verification. */
  created(answer: NewCredential, challenge: string): Promise<Credential | null>;
  /**
   * The passkey after this use; null unless the proof is valid, made on our pages, for this challenge, with user
   * verification. If `credential` is null, the same work is done, so that timing reveals nothing. The ledger checks
   * the counter.
   */
  used(
    answer: UsedCredential,
    challenge: string,
    credential: Credential | null,
  ): Promise<Credential | null>;
}

/** Encrypts data that a tab keeps for the service, so that no one else can read, change or use it. */
export interface TokenEncryption {
  /**
   * `holder`: the seeker's session or staff member that the data is bound to. `stepBytes`: the data is padded to a multiple
   * of this size. Null while no key is available.
   */
  seal(holder: string, contents: object, stepBytes?: number): Promise<string | null>;
  /** Null if the data was not sealed by the service, is of another holder, or its key has been deleted. */
  open(holder: string, sealed: string): Promise<unknown>;
}

/** A count, and the time until it resets. */
export interface Count {
  readonly count: number;
  readonly resetsInMs: number;
}

/** Counters that expire by themselves; shared by all nodes unless noted. */
export interface SharedCounters {
  /** Counts an attempt to open a ticket from an address prefix, on this node only. */
  attemptOf(prefix: string): Promise<Count>;
  /** Number of tickets opened from an address prefix. */
  ticketsOf(prefix: string): Promise<Count>;
  /** Number of tickets opened in this minute, by all seekers. */
  tickets(): Promise<number>;
  /** Counts an opened ticket. */
  opened(prefix: string | null): Promise<void>;
  /** Whether this proof is used for the first time. Remembers it for `forMs`. */
  firstUse(id: string, forMs: number): Promise<boolean>;
}

/** The terms of a proof of work. */
export interface ProofTerms {
  readonly level: number;
  readonly expiresAt: number;
}

/** Creates challenges for proofs of work and verifies the proofs. Both are bound to their holder. */
export interface Proofs {
  challenge(holder: string, terms: ProofTerms): Promise<string>;
  /** Null if the challenge is not from this service, is of another holder, or is not solved. */
  read(holder: string, proof: string): Promise<(ProofTerms & { readonly id: string }) | null>;
}

/** Everything that a domain function may use. */
export interface Domain {
  readonly store: LiveStore;
  readonly ledger: Ledger;
  readonly counters: SharedCounters;
  readonly proofs: Proofs;
  readonly challenges: Challenges;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Isolates failures in work on many independent items. */
  readonly quarantine: Quarantine;
  /** The settings as last read; a change arrives within a tick. */
  readonly settings: () => Settings;
  readonly tokens: TokenEncryption;
  /** Current epoch of the live store; null while unknown. */
  readonly epoch: () => string | null;
  /** Whether a session (`seeker <id>`) or conversation (`conversation <id>`) has recently ended. */
  readonly isOver: (what: string) => boolean;
  /** The service's counts as last read, about a second ago; null while unknown. */
  readonly overview: () => Overview | null;
  /** Times of recent matches in a language (ms since the epoch, newest first), from which the wait is estimated. */
  readonly recentMatches: (language: Language) => readonly number[];
}
