/** Fixtures: each state of the pages, by name. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { ConversationId, OfferId, TransferId } from '@terskel/shared/ids';
import type {
  ConversationEnd,
  IntakeState,
  Language,
  Overview,
  TicketEnd,
  Transfer,
} from '@terskel/shared/models';
import { type AdminState, adminStates } from './gallery-admin.ts';
import type { AccountView } from '../../client/src/state/account.ts';
import { CLOSED, accounts as ACCOUNTS, entries as ENTRIES, NOW, staff } from './gallery-staff.ts';
import { aside } from './gallery-asides.ts';
import type { Line, Link, SeekerView, Talk, EarlyAnswers } from '../../client/src/state/model.ts';
import type {
  EndedTalk,
  OthersCall,
  OwnCall,
  StuckTalk,
  VolunteerView,
  WorkTalk,
} from '../../client/src/state/volunteer-view.ts';
import type { SupportSeat } from '../helpers/seats.ts';

export type State = {
  readonly draft?: string;
  /** The answers from before *Start* that change later screens. */
  readonly earlyAnswers?: Partial<EarlyAnswers>;
  /** The sound was switched on before the page was reloaded. */
  readonly sound?: true;
  /** Indices of the buttons to press, in order. */
  readonly press?: readonly number[];
  /** Opens all `details` elements. */
  readonly unfold?: true;
} & (
  | { readonly page: 'seeker'; readonly view: SeekerView }
  | {
      readonly page: 'volunteer';
      readonly view: VolunteerView;
      readonly account?: AccountView;
    }
  | AdminState
);

const minute = 60_000;
const ENDED = 'conversation-2' as ConversationId;
export { NOW };

let made = 0;
function line(
  from: Line['from'],
  text: string,
  ago: number,
  delivery: Line['delivery'] = 'delivered',
): Line {
  made += 1;
  const acceptedAt = delivery === 'sending' || delivery === 'failed' ? null : NOW - ago * minute;
  const alias = from === 'leader' ? 'Nora' : null;
  return { key: String(made), from, text, alias, acceptedAt, delivery };
}

const WORDS: readonly Line[] = [
  line('volunteer', 'Hei. Fint at du skriver. Hva er det som gjør at du er her i kveld?', 12),
  line('seeker', 'hei', 11),
  line(
    'seeker',
    'jeg vet ikke helt hvor jeg skal begynne. alt føles bare veldig tungt, og jeg får ikke sove',
    11,
  ),
  line(
    'volunteer',
    'Det høres slitsomt ut. Du trenger ikke begynne noe bestemt sted.\n\nHvor lenge har det vært sånn?',
    9,
  ),
  line('seeker', 'siden i høst kanskje', 7),
  line('volunteer', 'Det er lenge å bære på noe. Er det noen rundt deg som vet om det?', 6),
  line('seeker', 'nei. har ikke turt å si det til noen', 2, 'delivered'),
];

const HARD: readonly Line[] = [
  line(
    'volunteer',
    'Her er en side du kan se på: https://www.helsenorge.no/psykisk-helse/en-veldig-lang-adresse-som-ikke-tar-slutt/og-litt-til?med=mye&etter=den.',
    30,
  ),
  line(
    'seeker',
    'ÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅ',
    20,
  ),
  line('seeker', 'مرحبا، أنا لا أعرف من أين أبدأ', 19),
  line('seeker', '😔❤️‍🩹', 18),
  line('seeker', '<b>ikke fet</b> & <script>alert(1)</script>', 17),
  line('volunteer', 'Takk for at du sier det.\nEn linje til.\n\nOg en etter en tom.', 3),
  line('seeker', 'denne kom ikke fram', 0, 'failed'),
  line('seeker', 'denne er på vei', 0, 'sending'),
];

/** A leader's page is told neither the age nor the feeling. */
const visiting = { seat: 'leader', leader: 'Nora', age: null, feeling: null } as const;
/** The last lines are of a leader's visit (rule E5). */
const VISITED: readonly Line[] = [...WORDS, line('leader', 'Hei, jeg heter Nora.', 2)];

function talk(seat: SupportSeat, over: Partial<Talk> = {}): Talk {
  return {
    conversationId: 'conversation-1' as ConversationId,
    seat,
    alias: 'Ida',
    leader: null,
    thirdIsAway: false,
    language: 'no',
    topic: 'low_mood',
    age: seat === 'volunteer' ? 'under_18' : null,
    urgent: false,
    danger: false,
    held: false,
    volunteerKeys: 'held',
    startedAt: NOW - 13 * minute,
    plannedMs: 45 * minute,
    keys: 'agreed',
    lines: WORDS,
    tampered: false,
    caughtUp: true,
    other: { connected: true },
    otherIsTyping: false,
    silence: null,
    mayAskAnother: seat === 'seeker',
    transfer: null,
    former: null,
    before: [],
    sharesBefore: null,
    ...over,
  };
}

/** The languages that a seeker can choose from. */
const languages: Language[] = ['no', 'en', 'uk'];

function landing(state: IntakeState | null, over: object = {}): State {
  const wait =
    state === 'busy'
      ? { fromMs: 25 * minute, toMs: 40 * minute }
      : { fromMs: 4.5 * minute, toMs: 12 * minute };
  const view: SeekerView = {
    page: 'landing',
    intake: state === null ? null : { state, waiting: state === 'busy' ? 11 : 2, wait, languages },
    starting: false,
    refusal: null,
    ...over,
  };
  return { page: 'seeker', view };
}

function questions(over: object, press: readonly number[] = [0]): State {
  return { ...landing('open', over), press };
}

function waiting(over: Partial<Extract<SeekerView, { page: 'waiting' }>> = {}): State {
  const view: SeekerView = {
    page: 'waiting',
    link: 'online',
    offered: false,
    place: 3,
    wait: { fromMs: 5 * minute, toMs: 15 * minute },
    keepBy: null,
    intake: 'open',
    cameBack: false,
    givenBackBy: null,
    ...over,
  };
  return { page: 'seeker', view };
}

function conversation(
  over: Partial<Talk> = {},
  rest: Partial<Extract<SeekerView, { page: 'conversation' }>> = {},
): State {
  const view: SeekerView = {
    page: 'conversation',
    link: 'online',
    talk: talk('seeker', over),
    volunteerLost: 'no',
    ...rest,
  };
  return { page: 'seeker', view };
}

/** A transfer from Ida to Ola, or to anybody. */
const transfer = (state: Transfer['state'], to: Transfer['to'], reason: Transfer['reason']) => ({
  transfer: { id: 'transfer-1' as TransferId, state, to, reason },
});
const toOla = { kind: 'colleague', alias: 'Ola' } as const;
/** The same conversation, once Ola has taken over from Ida. */
const takenOver = {
  ...{ alias: 'Ola', lines: [], sharesBefore: true },
  former: { conversationId: 'conversation-0' as ConversationId, alias: 'Ida', takeover: false },
  before: WORDS.map(({ from, text, acceptedAt }) => ({
    ...{ from, text, at: acceptedAt ?? NOW },
    alias: from === 'volunteer' ? 'Ida' : null,
  })),
};

const away = { connected: false, lostAt: NOW - 2 * minute } as const;

const LINKS: readonly Link[] = [
  'connecting',
  'reconnecting',
  'offline',
  'unavailable',
  'restarting',
  'replaced',
  'outdated',
  'refused',
];
const INTAKE: readonly IntakeState[] = ['open', 'busy', 'full', 'paused', 'unstaffed', 'closed'];
const REFUSED: readonly ErrorCode[] = [
  'rate_limited',
  'intake_closed',
  'version_unsupported',
  'unavailable',
];
const TICKET_ENDS: readonly TicketEnd[] = ['cancelled', 'expired', 'closed'];
const ENDS: readonly ConversationEnd[] = [
  'seeker',
  'volunteer',
  'seeker_lost',
  'volunteer_lost',
  'exit',
  'keys_differ',
  'silence',
  'another',
  'keys_lost',
];

const entries = <Name extends string>(
  names: readonly Name[],
  state: (name: Name) => readonly [string, State],
): Record<string, State> => Object.fromEntries(names.map(state));

type EndOf = Extract<Extract<SeekerView, { page: 'ended' }>['end'], { of: 'conversation' }>;
function ended(over: Partial<EndOf> = {}): State {
  const end: EndOf = {
    ...{ of: 'conversation', reason: 'seeker', deleted: true, alias: 'Ida', lines: WORDS },
    danger: false,
    cutShort: false,
    lastWords:
      over.reason === 'seeker_lost'
        ? 'Jeg så at nettet ditt falt ut. Det du fortalte om i kveld, var modig sagt.\nRing gjerne 116 123 i natt om det blir tungt, og kom tilbake hit når du vil.'
        : null,
    ...over,
  };
  return { page: 'seeker', view: { page: 'ended', end } };
}

const seeker: Record<string, State> = {
  ...entries(INTAKE, (state) => [`landing-${state}`, landing(state)]),
  'landing-closed-until': landing('closed', {
    intake: {
      state: 'closed',
      waiting: 0,
      wait: null,
      languages: ['no'],
      opensAt: NOW + 60 * minute,
    },
  }),
  'landing-unknown': landing(null),
  'landing-open-nobody': landing('open', {
    intake: { state: 'open', waiting: 0, wait: null, languages: ['no', 'en'] },
  }),
  questions: questions({}),
  'questions-danger': questions({}, [1]),
  'questions-starting': questions({ starting: true }),
  'questions-proving': questions({ starting: true, proving: true }),
  ...entries(REFUSED, (code) => [
    `questions-${code}`,
    questions({ refusal: { code, retryAt: NOW + 6 * minute } }),
  ]),
  waiting: waiting(),
  'waiting-urgent': { ...waiting(), earlyAnswers: { urgent: true, young: true } },
  'talk-urgent': { ...conversation(), earlyAnswers: { urgent: true } },
  'ended-urgent': { ...ended(), earlyAnswers: { urgent: true, young: true } },
  'danger-no-language': questions(
    { intake: { state: 'open', waiting: 2, wait: null, languages: ['uk', 'pl'] } },
    [1, 0],
  ),
  'waiting-next': {
    ...waiting({ place: 1, wait: { fromMs: 0, toMs: 4 * minute } }),
    draft: 'hei. jeg har ikke gjort dette før, og vet ikke helt hva jeg skal si',
  },
  'waiting-new': waiting({ place: null, wait: null }),
  'waiting-offered': waiting({ offered: true, place: null }),
  'waiting-keep': waiting({ keepBy: NOW + 2 * minute }),
  'waiting-back': waiting({ cameBack: true }),
  'waiting-given-back': waiting({ place: 1, givenBackBy: 'Ida' }),
  'waiting-unstaffed': waiting({ intake: 'unstaffed', wait: null }),
  'waiting-paused': waiting({ intake: 'paused', wait: null }),
  'waiting-unfolded': { ...waiting(), unfold: true },
  'waiting-breathing': { ...waiting(), press: [1] },
  'waiting-sound-lost': { ...waiting({ cameBack: true }), sound: true },
  'waiting-leave': { ...waiting(), press: [0] },
  ...entries(LINKS, (link) => [`waiting-${link}`, waiting({ link })]),
  'talk-first': {
    ...conversation({ lines: [], startedAt: NOW }),
    draft: 'hei. jeg har ikke gjort dette før, og vet ikke helt hva jeg skal si',
  },
  talk: conversation({ otherIsTyping: true }),
  'talk-hard': conversation({ lines: HARD }),
  'talk-long-draft': {
    ...conversation(),
    draft: 'En lang melding som aldri tar slutt. '.repeat(103),
  },
  'talk-agreeing': conversation({ lines: [], keys: 'agreeing', caughtUp: false }),
  'talk-differ': conversation({ lines: [], keys: 'differ' }),
  'talk-missing': conversation({ lines: [], keys: 'missing' }),
  'talk-leader': conversation({ leader: 'Nora', lines: VISITED }),
  'talk-leader-away': conversation({ leader: 'Nora', thirdIsAway: true, lines: VISITED }),
  'talk-tampered': conversation({ tampered: true }),
  'talk-away': conversation({ other: away }),
  'talk-lost-words': conversation({ other: away }, { volunteerLost: 'words' }),
  'talk-lost-choice': conversation({ other: away }, { volunteerLost: 'choice' }),
  'talk-nudge': conversation({ silence: { stage: 'nudge', closesAt: NOW + 10 * minute } }),
  'talk-nudge-open': conversation({ silence: { stage: 'nudge', closesAt: null }, danger: true }),
  'talk-unread': conversation({ volunteerKeys: 'lost' }),
  'talk-warning': conversation({ silence: { stage: 'warning', closesAt: NOW + 5 * minute } }),
  'talk-frame-10': conversation({ startedAt: NOW - 36 * minute }),
  'talk-frame-5': conversation({ startedAt: NOW - 41 * minute }),
  'talk-frame-over': conversation({ startedAt: NOW - 46 * minute }),
  'talk-another': { ...conversation(), press: [0] },
  'talk-another-used': conversation({ mayAskAnother: false }),
  'talk-transfer': conversation(transfer('asked', toOla, 'end_of_shift')),
  'talk-transfer-any': conversation(transfer('asked', { kind: 'any' }, 'experience')),
  'talk-transfer-leader': conversation(transfer('asked', { kind: 'leader' }, 'leader')),
  'talk-transfer-waiting': conversation(transfer('waiting', toOla, 'end_of_shift')),
  'talk-transfer-search': conversation(transfer('offered', { kind: 'any' }, 'language')),
  'talk-taken-over': conversation(takenOver),
  'talk-taken-over-without-history': conversation({
    ...{ ...takenOver, sharesBefore: false },
    lines: [
      line('volunteer', 'Hei, jeg er Ola. Fint at du fortsatt er her.', 0),
      line('seeker', 'denne rakk ikke Ida å få', 0, 'failed'),
    ],
  }),
  'talk-taken-over-alone': conversation({
    ...{ ...takenOver, sharesBefore: false },
    former: { ...takenOver.former, takeover: true },
  }),
  'talk-released': conversation(
    { other: away, volunteerKeys: 'released' },
    { volunteerLost: 'words' },
  ),
  'talk-end': { ...conversation(), press: [1] },
  ...entries(LINKS, (link) => [`talk-${link}`, conversation({}, { link })]),
  ...entries(TICKET_ENDS, (reason) => [
    `ended-ticket-${reason}`,
    { page: 'seeker', view: { page: 'ended', end: { of: 'ticket', reason } } },
  ]),
  ...entries(ENDS, (reason) => [`ended-${reason}`, ended({ reason })]),
  'ended-deleting': ended({ deleted: false }),
  'ended-cut-short': ended({ reason: 'volunteer', cutShort: true }),
  'ended-later': ended({ reason: 'seeker_lost', lines: [] }),
  'ended-nothing-said': { ...ended(), press: [0] },
  'ended-copy': { ...ended(), press: [1] },
};

const overview: Overview = {
  intake: { state: 'open', waiting: 4, wait: { fromMs: 5 * minute, toMs: 15 * minute }, languages },
  lanes: [
    { language: 'no', topic: 'loneliness', waiting: 2, urgent: 1 },
    { language: 'no', topic: null, waiting: 1, urgent: 0 },
    { language: 'uk', topic: 'relationships', waiting: 1, urgent: 0 },
  ],
  oldestWaitMs: 12 * minute,
  onDuty: 3,
  leaders: 1,
  ready: 2,
  conversations: 1,
};
const empty: Overview = {
  ...overview,
  intake: { state: 'unstaffed', waiting: 0, wait: null, languages: ['no', 'en'] },
  lanes: [],
  oldestWaitMs: null,
  ready: 0,
  conversations: 0,
};
/** Volunteers are on duty, but no leader (rule I2). */
const leaderless: Overview = {
  ...overview,
  intake: { state: 'unstaffed', waiting: 4, wait: null, languages: ['no', 'en'] },
  leaders: 0,
};

/** A conversation as the volunteer's page shows it. */
const workTalk = (over: Partial<WorkTalk> = {}): WorkTalk => ({
  ...talk('volunteer', over),
  ...{ number: 1, feeling: 2, call: null, ...over },
});
const endedTalk = (over: Partial<EndedTalk> = {}): EndedTalk => ({
  ...workTalk(over),
  ...{ reason: 'seeker', ...over },
});

type Work = Extract<VolunteerView, { page: 'work' }>;
function work(over: Partial<Work> = {}): State {
  const view: VolunteerView = {
    page: 'work',
    link: 'online',
    staff,
    availability: { state: 'ready' },
    overview,
    overviewAt: NOW,
    offer: null,
    talks: [],
    ended: [],
    calls: [],
    stuck: [],
    asides: [],
    note: null,
    ...over,
  };
  return { page: 'volunteer', view, account: CLOSED };
}

function offer(over: object = {}, accepting = false): Work['offer'] {
  return {
    offer: {
      id: 'offer-1' as OfferId,
      conversationId: 'conversation-2' as ConversationId,
      publicKey: '',
      language: 'no',
      topic: 'loneliness',
      feeling: 2,
      age: 'under_18',
      urgent: false,
      waitedMs: 12 * minute,
      expiresInMs: 45_000,
      ...over,
    },
    expiresAt: NOW + 31_000,
    accepting,
  };
}

const mine = workTalk({ otherIsTyping: true });
const other = workTalk({
  conversationId: 'conversation-2' as ConversationId,
  number: 2,
  topic: 'grief',
  lines: HARD.filter((one) => one.from === 'seeker' && one.acceptedAt !== null),
  other: { connected: false, lostAt: NOW - minute },
});

const ownCall = (over: Partial<OwnCall> = {}): OwnCall => ({
  ...{ kind: 'help', by: null, escalated: false, since: NOW - 2 * minute, ...over },
});
/** A leader has taken the call, and both have the line. */
const taken: Partial<Work> = {
  talks: [workTalk({ call: ownCall({ by: 'Nora' }) })],
  asides: [aside('conversation-1')],
};
const leader: Work['staff'] = { ...staff, roles: ['volunteer', 'leader'] };
const othersCall = (
  index: number,
  over: Pick<OthersCall, 'alias' | 'kind' | 'by' | 'mine'>,
): OthersCall => ({
  conversationId: `called-${index}` as ConversationId,
  ...{ language: 'no', since: NOW - index * 2 * minute, ...over },
});
const othersCalls = [
  othersCall(1, { alias: 'Kari', kind: 'help', by: null, mine: false }),
  othersCall(2, {
    ...{ alias: 'Jonas André Kristoffersen-Haugland', kind: 'danger', by: null, mine: false },
  }),
  othersCall(3, { alias: 'Amira', kind: 'help', by: 'Ida', mine: true }),
  othersCall(4, { alias: 'Per', kind: 'danger', by: 'Nora', mine: false }),
];

const stuckTalk = (index: number, over: Partial<StuckTalk>): StuckTalk => ({
  ...{ conversationId: `stuck-${index}` as ConversationId, alias: 'Kari', language: 'no' },
  ...{ danger: false, why: 'away', since: NOW - index * minute, by: null },
  ...{ mine: false, mayTakeOver: true, ...over },
});
const stuck = [
  stuckTalk(1, {}),
  stuckTalk(2, { alias: 'Jonas André Kristoffersen-Haugland', danger: true, why: 'keys' }),
  stuckTalk(3, { alias: 'Amira', by: 'Ida', mine: true }),
  stuckTalk(4, { alias: 'Per', by: 'Nora', mayTakeOver: true }),
  stuckTalk(5, { alias: 'Mia', mayTakeOver: false }),
];

const volunteer: Record<string, State> = {
  'work-leaderless': work({ overview: leaderless }),
  'work-all-paused': work({
    availability: { state: 'paused', missed: false },
    overview: {
      ...leaderless,
      intake: { ...leaderless.intake, state: 'paused' },
      ...{ leaders: 1, ready: 0, conversations: 0 },
    },
  }),
  'work-off': work({ availability: { state: 'off' }, overview: empty }),
  'work-untrained': work({ availability: { state: 'off' }, staff: { ...staff, trained: false } }),
  'work-ready': work(),
  'work-ready-empty': work({
    overview: {
      ...empty,
      intake: { state: 'open', waiting: 0, wait: null, languages: ['no', 'en'] },
      ready: 1,
    },
  }),
  'work-paused': work({ availability: { state: 'paused', missed: false } }),
  'work-missed': work({
    availability: { state: 'paused', missed: true },
    note: { kind: 'offer_expired' },
  }),
  'work-wrapping': work({
    availability: { state: 'wrapping_up', until: NOW + 4.2 * minute },
    note: { kind: 'conversation_ended', conversationId: ENDED, reason: 'volunteer', number: 1 },
  }),
  'work-offer': work({ offer: offer() }),
  'work-offer-plain': work({
    offer: offer({ topic: undefined, feeling: undefined, age: undefined }),
  }),
  'work-offer-urgent': work({ offer: offer({ urgent: true }) }),
  'work-accepting': work({ offer: offer({}, true) }),
  'work-refused': work({ note: { kind: 'refused', code: 'offer_gone' } }),
  'work-talk': work({ talks: [mine], staff: { ...staff, capacity: 1 } }),
  'work-talk-first': work({ talks: [workTalk({ lines: [], startedAt: NOW })] }),
  'work-talk-urgent': work({ talks: [workTalk({ urgent: true, danger: true })] }),
  'work-talk-silent': work({ talks: [workTalk({ lines: WORDS.slice(0, 6) })] }),
  'work-talk-nudge': work({
    talks: [
      workTalk({
        lines: WORDS.slice(0, 6),
        silence: { stage: 'nudge', closesAt: NOW + 10 * minute },
      }),
    ],
  }),
  'work-talk-warning': work({
    talks: [
      workTalk({
        lines: WORDS.slice(0, 6),
        silence: { stage: 'warning', closesAt: NOW + 5 * minute },
      }),
    ],
  }),
  'work-talk-frame': work({ talks: [workTalk({ startedAt: NOW - 38 * minute })] }),
  ...entries(['silence', 'another'] as const, (reason) => [
    `work-ended-${reason}`,
    work({
      availability: { state: 'wrapping_up', until: NOW + 5 * minute },
      note: { kind: 'conversation_ended', conversationId: ENDED, reason, number: 2 },
      ended: [endedTalk({ conversationId: ENDED, reason, number: 2 })],
    }),
  ]),
  'work-talk-over': work({ talks: [workTalk({ startedAt: NOW - 52 * minute })] }),
  'work-talk-away': work({ talks: [workTalk({ other: away })] }),
  'work-talk-agreeing': work({ talks: [workTalk({ lines: [], keys: 'agreeing' })] }),
  'work-talk-differ': work({ talks: [workTalk({ lines: [], keys: 'differ' })] }),
  'work-talk-missing': work({ talks: [workTalk({ lines: [], keys: 'missing' })] }),
  'work-talk-end': { ...work({ talks: [workTalk()] }), press: [10] },
  'work-talk-end-soon': {
    ...work({ talks: [workTalk({ other: { connected: false, lostAt: NOW - minute } })] }),
    press: [10],
  },
  'work-talk-calling': { ...work({ talks: [workTalk()] }), press: [9] },
  'work-talk-called': work({ talks: [workTalk({ call: ownCall() })] }),
  'work-talk-called-danger': work({
    talks: [workTalk({ danger: true, call: ownCall({ kind: 'danger' }) })],
  }),
  'work-talk-called-taken': work({
    talks: [workTalk({ danger: true, call: ownCall({ kind: 'danger', by: 'Nora' }) })],
  }),
  'work-talk-visited': work({
    talks: [workTalk({ call: ownCall({ by: 'Nora' }), leader: 'Nora', lines: VISITED })],
  }),
  'work-talk-visit': work({
    staff: leader,
    talks: [workTalk({ ...visiting, lines: VISITED.slice(-2) })],
  }),
  'work-talk-visited-away': work({
    talks: [
      workTalk({
        call: ownCall({ by: 'Nora' }),
        leader: 'Nora',
        thirdIsAway: true,
        lines: VISITED,
      }),
    ],
  }),
  'work-talk-visit-alone': work({
    staff: leader,
    talks: [workTalk({ ...visiting, thirdIsAway: true })],
  }),
  'work-visit-no-key': work({
    staff: leader,
    talks: [workTalk({ ...visiting, keys: 'missing', lines: [] })],
  }),
  ...entries(['left', 'over', 'no_key'] as const, (why) => [
    `work-visit-ended-${why}`,
    work({ staff: leader, note: { kind: 'visit', why, alias: 'Ida', unsent: why === 'left' } }),
  ]),
  'work-talk-called-nobody': work({
    overview: { ...overview, leaders: 0 },
    talks: [workTalk({ call: ownCall() })],
  }),
  'work-talk-called-escalated': work({
    talks: [workTalk({ call: ownCall({ escalated: true }) })],
  }),
  'work-talk-called-escalated-nobody': work({
    overview: { ...overview, leaders: 0 },
    talks: [workTalk({ danger: true, call: ownCall({ kind: 'danger', escalated: true }) })],
  }),
  'work-calls-off': work({
    ...{ staff: leader, availability: { state: 'off' }, calls: othersCalls.slice(0, 2) },
  }),
  'work-stuck': work({ staff: leader, stuck }),
  'work-stuck-one': work({ staff: leader, stuck: stuck.slice(1, 2) }),
  'work-stuck-releasing': { ...work({ staff: leader, stuck: stuck.slice(1, 2) }), press: [3] },
  'work-leader-all': work({
    ...{ staff: leader, calls: othersCalls.slice(1), stuck: stuck.slice(0, 2), talks: [mine] },
    asides: [aside('called-3', { seat: 'leader', alias: 'Amira' })],
  }),
  'work-stuck-talk': work({ staff: leader, stuck, talks: [mine] }),
  'work-takeover-offer': work({
    staff: leader,
    offer: offer({ transfer: { reason: 'takeover', from: 'Ida', history: false } }),
  }),
  'work-taken-over-alone': work({
    staff: leader,
    talks: [
      workTalk({ ...takenOver, before: [], former: { ...takenOver.former, takeover: true } }),
    ],
  }),
  'work-talk-missing-takeover': work({
    talks: [workTalk({ lines: [], keys: 'missing', ...transfer('asked', toOla, 'takeover') })],
  }),
  'work-talk-released': work({ talks: [workTalk({ volunteerKeys: 'released' })] }),
  ...entries(['taken_over', 'released'] as const, (reason) => [
    `work-ended-${reason}`,
    work({ ended: [endedTalk({ reason })], note: { kind: reason } }),
  ]),
  'work-takeover-over': work({ staff: leader, note: { kind: 'takeover', alias: 'Ida' } }),
  'work-talk-aside': work(taken),
  // The press folds it where it begins unfolded, and the reverse.
  'work-talk-aside-pressed': { ...work(taken), press: [13] },
  'work-talk-visited-aside': work({
    talks: [workTalk({ call: ownCall({ by: 'Nora' }), leader: 'Nora', lines: VISITED })],
    asides: [aside('conversation-1')],
  }),
  'work-talk-visit-aside': work({
    staff: leader,
    talks: [workTalk({ ...visiting, lines: VISITED.slice(-2) })],
    calls: [
      {
        ...othersCall(3, { alias: 'Amira', kind: 'help', by: 'Ida', mine: true }),
        conversationId: 'conversation-1' as ConversationId,
      },
    ],
    asides: [aside('conversation-1', { seat: 'leader', alias: 'Amira' })],
  }),
  'work-talk-aside-opening': work({
    ...taken,
    asides: [aside('conversation-1', { lines: [], keys: 'agreeing', caughtUp: false })],
  }),
  'work-talk-aside-differs': work({
    ...taken,
    asides: [aside('conversation-1', { lines: [], keys: 'differ' })],
  }),
  'work-talk-aside-away': work({ ...taken, asides: [aside('conversation-1', { other: away })] }),
  'work-talk-aside-over': work({
    talks: [workTalk()],
    asides: [aside('conversation-1', { isOver: true })],
  }),
  'work-over-aside': work({
    ended: [endedTalk()],
    asides: [aside('conversation-1', { isOver: true })],
  }),
  'work-calls-aside': work({
    ...{ staff: leader, calls: othersCalls },
    asides: [aside('called-3', { seat: 'leader', alias: 'Amira' })],
  }),
  'work-calls-aside-over': work({
    staff: leader,
    asides: [aside('called-3', { seat: 'leader', alias: 'Amira', isOver: true })],
  }),
  'work-calls': work({ staff: leader, calls: othersCalls }),
  'work-calls-talk': work({ staff: leader, calls: othersCalls, talks: [mine] }),
  'work-two-talks': work({ talks: [mine, other] }),
  'work-two-talks-danger': work({ talks: [mine, { ...other, danger: true }] }),
  'work-last-leader': {
    ...work({ staff: { ...staff, roles: ['volunteer', 'leader'] } }),
    press: [1],
  },
  'work-last': { ...work({ overview: { ...overview, onDuty: 1 } }), press: [1] },
  'work-transfer': { ...work({ talks: [workTalk()] }), press: [7] },
  'work-transfer-asked': work({
    talks: [workTalk(transfer('asked', toOla, 'end_of_shift'))],
  }),
  'work-transfer-waiting': work({
    talks: [workTalk(transfer('waiting', { kind: 'any' }, 'language'))],
  }),
  'work-transfer-offered': work({ talks: [workTalk(transfer('offered', toOla, 'experience'))] }),
  ...entries(['refused', 'declined', 'gone'] as const, (outcome) => [
    `work-transfer-${outcome}`,
    work({
      talks: [workTalk()],
      note: {
        ...{ kind: 'transfer', conversationId: ENDED, outcome, number: 1 },
        alias: outcome === 'declined' ? 'Ola' : null,
      },
    }),
  ]),
  'work-transferred': work({
    availability: { state: 'wrapping_up', until: NOW + 5 * minute },
    ended: [endedTalk({ reason: 'transferred' })],
  }),
  'work-transfer-offer': work({
    offer: offer({ transfer: { reason: 'end_of_shift', from: 'Ida', history: true } }),
  }),
  'work-transfer-offer-without-history': work({
    offer: offer({ transfer: { reason: 'leader', from: 'Ida', history: false } }),
  }),
  'work-taken-over': work({ talks: [workTalk(takenOver)] }),
  'work-taken-over-without-history': work({ talks: [workTalk({ ...takenOver, before: [] })] }),
  'work-over': work({ ended: [endedTalk()] }),
  'work-over-draft': {
    ...work({ ended: [endedTalk({ danger: true })] }),
    draft: 'Det høres ut som',
  },
  'work-over-other': work({ talks: [mine], ended: [endedTalk({ ...other, reason: 'exit' })] }),
  'work-talk-offer': work({ talks: [mine], offer: offer() }),
  ...entries(LINKS, (link) => [`work-${link}`, work({ link, talks: [mine] })]),
};

const wayIn = entries(Object.keys(ENTRIES), (name) => [
  name,
  { page: 'volunteer', view: { page: 'looking' }, ...ENTRIES[name] },
]);
const own = entries(Object.keys(ACCOUNTS), (name) => {
  const { talking = false, offered = false, ...state } = ACCOUNTS[name] ?? {};
  return [
    name,
    {
      ...work({ talks: talking ? [mine] : [], offer: offered ? offer({ urgent: true }) : null }),
      ...state,
    },
  ];
});

export const STATES: Readonly<Record<string, State>> = {
  ...seeker,
  ...wayIn,
  ...volunteer,
  ...own,
  ...adminStates(NOW),
};
