/** Bokmål: texts of the volunteer's page. Texts that seekers and volunteers share are in `../nb.ts`. */
import type { Language } from '@terskel/shared/models';
import type { Plural } from '../plural.ts';
import asideNb from './aside-nb.ts';
import callsNb from './calls-nb.ts';
import stuckNb from './stuck-nb.ts';
import { transferNb } from './transfer-nb.ts';

const count = (forms: Plural): Plural => forms;

const staffNb = {
  title: 'Frivillig',
  offerTitle: 'Noen venter på svar fra deg',
  dangerTitle: 'I fare nå',
  aside: asideNb,
  calls: callsNb,
  stuck: stuckNb,
  work: {
    heading: 'Vakt',
    signOut: 'Logg ut',
    signOutBlocked: 'Avslutt samtalen før du logger ut.',
    toAdmin: 'Administrer',
    toOverview: 'Oversikt',
  },
  duty: {
    heading: 'Din vakt',
    start: 'Gå på vakt',
    end: 'Gå av vakt',
    endBlocked: 'Du har en åpen samtale. Avslutt den, eller gi den videre, før du går av vakt.',
    untrained: 'Du er under opplæring. Du kan gå på vakt når en administrator har godkjent deg.',
    ready: 'Jeg er klar',
    pause: 'Ta pause',
    done: 'Ferdig, jeg er klar',
    off: { title: 'Ikke på vakt', text: 'Du får ingen henvendelser.' },
    isReady: { title: 'Klar', text: 'Du blir spurt når noen venter på svar.' },
    offered: {
      title: 'Noen venter på deg',
      text: 'Svar, eller velg «Ikke nå».',
    },
    talking: {
      title: 'I samtale',
      ready: 'Du kan bli spurt om en til.',
      danger: 'Du blir ikke spurt om flere så lenge det er fare. Du kan likevel ta den neste selv.',
      paused: 'Du får ingen nye henvendelser før du er klar igjen.',
    },
    isFull: { title: 'I samtale', text: 'Du får ingen nye henvendelser før du er ferdig her.' },
    paused: {
      title: 'Pause',
      text: 'Du er på vakt, men får ingen henvendelser. Du kan likevel ta den neste selv.',
    },
    missed: {
      title: 'Pause',
      text: 'Du rakk ikke to henvendelser, så vi satte deg på pause. Det går helt fint. Trykk «Jeg er klar» når det passer.',
    },
    wrapping: {
      title: 'Etter samtalen',
      text: (left: string) => `Ta en liten pause. Du får ingen nye henvendelser på ${left}.`,
    },
  },
  ended: {
    heading: (name: string) => `${name} er avsluttet`,
    mark: 'Avsluttet',
    danger: 'Den du skrev med, sa at det var fare. Si fra til vaktlederen nå.',
    draft: 'Dette ble ikke sendt',
    copy: 'Kopier teksten',
    copied: 'Teksten er kopiert.',
    copyFailed: 'Nettleseren lot oss ikke kopiere. Teksten er merket, så kopier den selv.',
    stays: 'Alt er slettet på serveren. Meldingene vises her til du lukker samtalen.',
    putAway: 'Lukk samtalen',
  },
  overview: {
    heading: 'Køen nå',
    nobody: 'Ingen venter.',
    nobodyElse: 'Ingen andre venter.',
    waiting: count({ one: '{n} venter', other: '{n} venter' }),
    urgent: count({
      one: '{n} sier: i fare nå',
      other: '{n} sier: i fare nå',
    }),
    underMinute: 'under ett minutt',
    oldest: (time: string) => `Den som har ventet lengst: ${time}`,
    lanes: 'Hvem som venter, etter språk og tema',
    language: 'Språk',
    topic: 'Tema',
    number: 'Antall',
    anyTopic: 'Ikke oppgitt',
    staff: 'På vakt',
    onDuty: count({ one: '{n} på vakt', other: '{n} på vakt' }),
    noLeader: 'Ingen vaktleder på vakt',
    leaders: count({ one: '{n} vaktleder på vakt', other: '{n} vaktledere på vakt' }),
    shutForLeader:
      'Ingen vaktleder er på vakt, så køen er stengt for nye. De som venter, beholder plassen.',
    shutForBreaks:
      'Ingen på vakt er klare til å svare, så køen er stengt for nye. De som venter, beholder plassen.',
    ready: count({ one: '{n} ledig', other: '{n} ledige' }),
    talks: count({ one: '{n} samtale i gang', other: '{n} samtaler i gang' }),
    intake: {
      open: 'Åpent for nye',
      busy: 'Åpent, lang ventetid',
      full: 'Køen er full',
      paused: 'Tar ikke imot nye nå',
      unstaffed: 'Stengt for nye',
      closed: 'Stengt for nye',
    },
    take: 'Ta den neste',
    takeNobody: 'Ingen venter nå.',
    takeFull: (capacity: string) => `Du har så mange samtaler som du kan ha (${capacity}).`,
    takeOff: 'Gå på vakt først.',
  },
  offer: {
    heading: 'Noen venter på svar',
    urgent: 'Sier selv: i fare nå',
    urgentText: 'Spør rett ut om det er fare for liv. Sjekklisten står under «Støtte».',
    waited: 'Har ventet',
    language: 'Språk',
    topic: 'Tema',
    feeling: 'Hvordan det går nå',
    feelingOf: (feeling: string, words: string) => `${feeling} av 5 · ${words}`,
    age: 'Alder',
    notSaid: 'Ikke oppgitt',
    accept: 'Svar',
    decline: 'Ikke nå',
    declineHint: 'Du trenger ingen grunn. Den som venter, beholder plassen.',
    left: count({ one: '{n} sekund igjen', other: '{n} sekunder igjen' }),
    accepting: 'Vi krypterer samtalen …',
  },
  talks: {
    heading: 'Mine samtaler',
    name: (number: string) => `Samtale ${number}`,
    unreadIn: (name: string, unread: string) => `${name}: ${unread}`,
    since: (time: string) => `siden ${time}`,
    unread: count({ one: '{n} ny', other: '{n} nye' }),
    nowhere: 'Du har ingen samtaler nå.',
    restOff: 'Når du går på vakt, ser du her hvem som venter.',
    restReady: 'Du trenger ikke gjøre noe. Vi sier fra når noen venter på deg.',
    restPaused: 'Ta den tiden du trenger.',
    choose: 'Velg en samtale i listen.',
  },
  talk: {
    seeker: 'Den du skriver med',
    here: 'Er her',
    unknown: 'Ukjent mens du er frakoblet',
    feeling: (feeling: string) => `Før samtalen: ${feeling}`,
    silent: (time: string) => `Er her, men har ikke skrevet på ${time}`,
    asked: (time: string) => `Har ikke skrevet på ${time}. Siden har spurt.`,
    askedOpen: (time: string) =>
      `Har ikke skrevet på ${time}. Siden har spurt. Samtalen står åpen.`,
    warned: (time: string, at: string) =>
      `Har ikke skrevet på ${time}. Samtalen avsluttes klokka ${at}.`,
    away: (time: string) => `Frakoblet siden ${time}`,
    /** A leader who is let in (rule E5). */
    visit: {
      role: 'Vaktleder',
      letIn: (alias: string) => `Slipp inn ${alias}`,
      hint: 'Den du skriver med, ser det. Vaktlederen kan bare lese det som skrives fra nå av.',
      here: (alias: string) => `${alias} er med og leser det som skrives.`,
      away: (alias: string) => `${alias} er med, men frakoblet nå.`,
      left: (alias: string) => `${alias} er ikke med lenger.`,
      isIn: (alias: string) => `${alias} er med i samtalen.`,
      close: 'Avslutt besøket',
      /** On the leader's page. */
      name: (alias: string) => `Samtalen til ${alias}`,
      alone: (alias: string) => `${alias} er frakoblet nå. Du er her med den ${alias} skriver med.`,
      noKey: (alias: string) =>
        `Denne fanen mangler nøkkelen til samtalen, så du går ut av den. ${alias} kan slippe deg inn igjen.`,
      from: (alias: string) =>
        `Du er med i samtalen til ${alias}. Du ser bare det som skrives fra nå av. Begge ser navnet ditt.`,
      leave: 'Gå ut av samtalen',
    },
    awayText: 'Det du skriver, kommer fram når forbindelsen er tilbake.',
    writing: 'Skriver',
    urgent: 'I fare nå',
    left: (left: string, planned: string) => `${left} igjen av ${planned}`,
    runsOut: (left: string) => `Det er omtrent ${left} igjen av tiden.`,
    ranOut: 'Tiden er gått. Du avslutter når det passer, eller setter av mer tid.',
    extend: (time: string) => `${time} til`,
    over: (over: string) => `${over} over tiden`,
    agreeing:
      'Venter på krypteringsnøkkelen fra den du skriver med. Ingenting vises eller sendes før den er på plass.',
    differ:
      'Nøklene stemmer ikke, så ingenting er sendt. Den du skriver med, kan velge en ny frivillig. Du kan avslutte her.',
    missing:
      'Denne fanen mangler nøkkelen, så samtalen kan ikke vises, og du kan ikke skrive. Den du skriver med, får vite det. Er samtalen åpen i en annen fane, så fortsett der. Ellers kan du sende tilbake til køen. Da får den du skriver med, plassen sin og en ny nøkkel.',
    giveBack: 'Send tilbake til køen',
    givingBack:
      'Den du skriver med, går tilbake til køen. Uten nett der skjer det når nettet er tilbake.',
    released:
      'En vaktleder har gitt personen plassen i køen tilbake. Det skjer når personen er koblet til.',
    markDanger: 'Merk som fare',
    unmarkDanger: 'Ikke fare likevel',
    dangerMarked: 'Samtalen er merket som fare.',
    dangerUnmarked: 'Samtalen er ikke lenger merket som fare.',
    holdOpen: 'Hold samtalen åpen',
    holdNoMore: 'Ikke hold den åpen lenger',
    box: 'Skriv en melding',
    end: 'Avslutt',
    endTitle: 'Vil du avslutte samtalen?',
    endText:
      'Samtalen slettes. Bare avslutningen din ligger kryptert i opptil ti minutter, så den rekker fram.',
    endAwayText:
      'Den du skriver med, er frakoblet. Avslutningen ligger klar i ti minutter, i tilfelle personen kommer tilbake.',
    endTooSoon: (time: string) =>
      `Den du skriver med, er frakoblet. Vent til klokka ${time} før du avslutter. Kanskje nettet kommer tilbake.`,
    lastWords: 'Avslutning (valgfritt)',
    lastWordsHint:
      'Oppsummer gjerne med personens egne ord. Nevn ett neste steg, og at det går an å komme tilbake.',
    endYes: 'Avslutt samtalen',
    endNo: 'Fortsett samtalen',
  },
  transfer: transferNb,
  note: {
    offer_expired:
      'Tiden gikk ut. Den som ventet, beholder plassen, og en annen frivillig blir spurt.',
    offer_withdrawn: 'Den som ventet, er ikke i køen lenger.',
    offer_unusable:
      'Samtalen kunne ikke krypteres, så vi ga henvendelsen fra deg. Du trenger ikke gjøre noe.',
    visit: {
      left: (alias: string) => `Du er ikke lenger med i samtalen til ${alias}.`,
      over: (alias: string) => `Samtalen til ${alias} er avsluttet.`,
      no_key: (alias: string) =>
        `Denne fanen mangler nøkkelen til samtalen til ${alias}, så du er ikke lenger med. ${alias} kan slippe deg inn igjen.`,
      unsent: 'Det siste du skrev, ble ikke sendt.',
    },
    queue_empty: 'Ingen venter som du kan ta nå.',
    ended: {
      seeker: 'Den du skrev med, avsluttet samtalen.',
      volunteer: 'Du avsluttet samtalen.',
      seeker_lost: 'Den du skrev med, var borte for lenge, så samtalen er avsluttet.',
      volunteer_lost: 'Du var borte en stund, og den du skrev med, valgte en ny frivillig.',
      exit: 'Den du skrev med, forlot siden. Det kan ha mange grunner.',
      keys_differ: 'Samtalen kunne ikke krypteres, så den er avsluttet.',
      silence: 'Det var stille for lenge, så samtalen ble avsluttet. Det er ikke din feil.',
      keys_lost:
        'Siden din hadde mistet nøkkelen. Den du skrev med, har fått tilbake plassen sin i køen.',
      taken_over:
        'Forbindelsen ble brutt, og en vaktleder har tatt over. Den du skrev med, fortsetter der. Du har ikke gjort noe galt.',
      released:
        'Forbindelsen ble brutt, og en vaktleder ga den du skrev med, plassen i køen tilbake. Du har ikke gjort noe galt.',
      transferred: 'En annen har tatt over. Den du skrev med, fortsetter der.',
      another: 'Den du skrev med, ville snakke med en annen. Det skjer, og handler sjelden om deg.',
      unknown: 'Samtalen er over.',
    },
    refused: {
      busy: 'Det ble for mange forsøk på kort tid. Vent litt, og prøv igjen.',
      unavailable: 'Det gikk ikke akkurat nå. Prøv igjen om litt.',
      forbidden: 'Det har du ikke tilgang til.',
      offer_gone: 'En annen har svart, eller personen er ikke i køen lenger.',
      at_capacity: 'Du har så mange samtaler som du kan ha.',
      stale: 'Noe er endret i mellomtiden. Nå er siden oppdatert.',
      failed: 'Det gikk ikke. Prøv en gang til.',
    },
    dismiss: 'Skjul beskjeden',
  },
  link: {
    reconnecting:
      'Vi mistet forbindelsen, og kobler til igjen. Du beholder vakten og samtalene i minst ett minutt.',
    refused: {
      title: 'Du er ikke koblet til',
      text: 'Innloggingen kan ha gått ut. Last inn siden på nytt, og logg inn igjen.',
    },
    replaced: 'Vakten er åpen i en annen fane',
    replacedText: 'Du kan bare være på vakt ett sted om gangen.',
    outdatedText: 'Last inn siden på nytt for å gå videre. Du beholder samtalene dine.',
  },
  guide: {
    /** The language whose opening questions (`starters.ts`) this page shows by default. */
    language: 'no' as Language,
    heading: 'Støtte',
    listenTitle: 'I samtalen',
    listen: [
      'Still åpne spørsmål, ett om gangen.',
      'Gjenta det du har forstått, med personens egne ord.',
      'Færre og lengre svar er bedre enn mange korte.',
      'Du trenger ikke løse problemet. Det viktigste er å lytte.',
    ],
    startersTitle: 'Forslag til spørsmål',
    startersHint: 'Legges i boksen, så du kan skrive det om.',
    startersElse:
      'Dette språket har vi ingen forslag på. Skriv noe lignende på språket i samtalen.',
    dangerTitle: 'Ved fare for liv',
    danger: [
      'Spør rett ut: «Tenker du på å ta livet ditt?» Det gjør ikke faren større.',
      'Spør om det skal skje nå, og om noen er i nærheten.',
      'Be personen ringe 113, eller oppgi adressen sin.',
      'Bli i samtalen til hjelpen er framme.',
    ],
    /** The last step, before and after that. */
    callLeader: 'Tilkall vaktlederen, med «Vaktleder» over samtalen.',
    leaderCalled: 'Du har tilkalt vaktlederen. Svaret kommer over boksen du skriver i.',
    trace: 'Vi kan ikke spore den du skriver med. Vi vet bare det du får vite.',
  },
};

export default staffNb;
