/** Nynorsk: texts of the volunteer's page. */
import type { StaffWords } from '../words.ts';
import asideNn from './aside-nn.ts';
import callsNn from './calls-nn.ts';
import stuckNn from './stuck-nn.ts';
import { transferNn } from './transfer-nn.ts';

const staffNn: StaffWords = {
  title: 'Frivillig',
  offerTitle: 'Nokon ventar på svar frå deg',
  dangerTitle: 'I fare no',
  aside: asideNn,
  calls: callsNn,
  stuck: stuckNn,
  work: {
    heading: 'Vakt',
    signOut: 'Logg ut',
    signOutBlocked: 'Avslutt samtalen før du loggar ut.',
    toAdmin: 'Administrer',
    toOverview: 'Oversikt',
  },
  duty: {
    heading: 'Vakta di',
    start: 'Gå på vakt',
    end: 'Gå av vakt',
    endBlocked: 'Du har ein open samtale. Avslutt han, eller gi han vidare, før du går av vakt.',
    untrained: 'Du er under opplæring. Du kan gå på vakt når ein administrator har godkjent deg.',
    ready: 'Eg er klar',
    pause: 'Ta pause',
    done: 'Ferdig, eg er klar',
    off: { title: 'Ikkje på vakt', text: 'Du får ingen førespurnader.' },
    isReady: { title: 'Klar', text: 'Du blir spurd når nokon ventar på svar.' },
    offered: {
      title: 'Nokon ventar på deg',
      text: 'Svar, eller vel «Ikkje no».',
    },
    talking: {
      title: 'I samtale',
      ready: 'Du kan bli spurd om ein til.',
      danger:
        'Du blir ikkje spurd om fleire så lenge det er fare. Du kan likevel ta den neste sjølv.',
      paused: 'Du får ingen nye førespurnader før du er klar igjen.',
    },
    isFull: { title: 'I samtale', text: 'Du får ingen nye førespurnader før du er ferdig her.' },
    paused: {
      title: 'Pause',
      text: 'Du er på vakt, men får ingen førespurnader. Du kan likevel ta den neste sjølv.',
    },
    missed: {
      title: 'Pause',
      text: 'Du rakk ikkje to førespurnader, så vi sette deg på pause. Det går heilt fint. Trykk «Eg er klar» når det passar.',
    },
    wrapping: {
      title: 'Etter samtalen',
      text: (left) => `Ta ein liten pause. Du får ingen nye førespurnader på ${left}.`,
    },
  },
  ended: {
    heading: (name) => `${name} er avslutta`,
    mark: 'Avslutta',
    danger: 'Den du skreiv med, sa at det var fare. Sei frå til vaktleiaren no.',
    draft: 'Dette vart ikkje sendt',
    copy: 'Kopier teksten',
    copied: 'Teksten er kopiert.',
    copyFailed: 'Nettlesaren lét oss ikkje kopiere. Teksten er merkt, så kopier han sjølv.',
    stays: 'Alt er sletta på tenaren. Meldingane står her til du lukkar samtalen.',
    putAway: 'Lukk samtalen',
  },
  overview: {
    heading: 'Køen no',
    nobody: 'Ingen ventar.',
    nobodyElse: 'Ingen andre ventar.',
    waiting: { one: '{n} ventar', other: '{n} ventar' },
    urgent: { one: '{n} seier: i fare no', other: '{n} seier: i fare no' },
    underMinute: 'under eitt minutt',
    oldest: (time) => `Den som har venta lengst: ${time}`,
    lanes: 'Kven som ventar, etter språk og tema',
    language: 'Språk',
    topic: 'Tema',
    number: 'Kor mange',
    anyTopic: 'Ikkje oppgitt',
    staff: 'På vakt',
    onDuty: { one: '{n} på vakt', other: '{n} på vakt' },
    noLeader: 'Ingen vaktleiar på vakt',
    leaders: { one: '{n} vaktleiar på vakt', other: '{n} vaktleiarar på vakt' },
    shutForLeader:
      'Ingen vaktleiar er på vakt, så køen er stengd for nye. Dei som ventar, har framleis plassen sin.',
    shutForBreaks:
      'Ingen på vakt er klare til å svare, så køen er stengd for nye. Dei som ventar, har framleis plassen sin.',
    ready: { one: '{n} ledig', other: '{n} ledige' },
    talks: { one: '{n} samtale i gang', other: '{n} samtalar i gang' },
    intake: {
      open: 'Ope for nye',
      busy: 'Ope, lang ventetid',
      full: 'Køen er full',
      paused: 'Tek ikkje imot nye no',
      unstaffed: 'Stengt for nye',
      closed: 'Stengt for nye',
    },
    take: 'Ta den neste',
    takeNobody: 'Ingen ventar no.',
    takeFull: (capacity) => `Du har så mange samtalar som du kan ha (${capacity}).`,
    takeOff: 'Gå på vakt først.',
  },
  offer: {
    heading: 'Nokon ventar på svar',
    urgent: 'Seier sjølv: i fare no',
    urgentText: 'Spør beint ut om det er fare for liv. Sjekklista står under «Støtte».',
    waited: 'Har venta',
    language: 'Språk',
    topic: 'Tema',
    feeling: 'Korleis det går no',
    feelingOf: (feeling, words) => `${feeling} av 5 · ${words}`,
    age: 'Alder',
    notSaid: 'Ikkje oppgitt',
    accept: 'Svar',
    decline: 'Ikkje no',
    declineHint: 'Du treng ingen grunn. Den som ventar, har framleis plassen sin.',
    left: { one: '{n} sekund igjen', other: '{n} sekund igjen' },
    accepting: 'Vi krypterer samtalen …',
  },
  talks: {
    heading: 'Samtalane mine',
    name: (number) => `Samtale ${number}`,
    unreadIn: (name, unread) => `${name}: ${unread}`,
    since: (time) => `sidan ${time}`,
    unread: { one: '{n} ny', other: '{n} nye' },
    nowhere: 'Du har ingen samtalar no.',
    restOff: 'Når du går på vakt, ser du her kven som ventar.',
    restReady: 'Du treng ikkje gjere noko. Vi seier frå når nokon ventar på deg.',
    restPaused: 'Ta den tida du treng.',
    choose: 'Vel ein samtale i lista.',
  },
  talk: {
    seeker: 'Den du skriv med',
    here: 'Er her',
    unknown: 'Ukjent medan du er fråkopla',
    feeling: (feeling) => `Før samtalen: ${feeling}`,
    silent: (time) => `Er her, men har ikkje skrive på ${time}`,
    asked: (time) => `Har ikkje skrive på ${time}. Sida har spurt.`,
    askedOpen: (time) => `Har ikkje skrive på ${time}. Sida har spurt. Samtalen står open.`,
    warned: (time, at) => `Har ikkje skrive på ${time}. Samtalen blir avslutta klokka ${at}.`,
    away: (time) => `Fråkopla sidan ${time}`,
    visit: {
      role: 'Vaktleiar',
      letIn: (alias) => `Slepp inn ${alias}`,
      hint: 'Den du skriv med, ser det. Vaktleiaren kan berre lese det som blir skrive frå no av.',
      here: (alias) => `${alias} er med og les det som blir skrive.`,
      away: (alias) => `${alias} er med, men fråkopla no.`,
      left: (alias) => `${alias} er ikkje med lenger.`,
      isIn: (alias) => `${alias} er med i samtalen.`,
      close: 'Avslutt besøket',
      name: (alias) => `Samtalen til ${alias}`,
      alone: (alias) => `${alias} er fråkopla no. Du er her med den ${alias} skriv med.`,
      noKey: (alias) =>
        `Denne fana manglar nøkkelen, så du går ut av samtalen. ${alias} kan sleppe deg inn igjen.`,
      from: (alias) =>
        `Du er med i samtalen til ${alias}. Du ser berre det som blir skrive frå no av. Begge ser namnet ditt.`,
      leave: 'Gå ut av samtalen',
    },
    awayText: 'Det du skriv, kjem fram når kontakten er tilbake.',
    writing: 'Skriv',
    urgent: 'I fare no',
    left: (left, planned) => `${left} igjen av ${planned}`,
    runsOut: (left) => `Det er om lag ${left} igjen av tida.`,
    ranOut: 'Tida er gått. Du avsluttar når det passar, eller set av meir tid.',
    extend: (time) => `${time} til`,
    over: (over) => `${over} over tida`,
    agreeing:
      'Ventar på krypteringsnøkkelen frå den du skriv med. Ingenting blir vist eller sendt før han er på plass.',
    differ:
      'Nøklane stemmer ikkje, så ingenting er sendt. Den du skriv med, kan velje ein ny frivillig. Du kan avslutte her.',
    missing:
      'Denne fana manglar nøkkelen, så samtalen kan ikkje visast, og du kan ikkje skrive. Den du skriv med, får vite det. Er samtalen open i ei anna fane, så hald fram der. Elles kan du sende tilbake til køen. Då får den du skriv med, plassen sin og ein ny nøkkel.',
    giveBack: 'Send tilbake til køen',
    givingBack:
      'Den du skriv med, går tilbake til køen. Utan nett der skjer det når nettet er tilbake.',
    released:
      'Ein vaktleiar har gitt personen plassen i køen tilbake. Det skjer når personen er kopla til.',
    markDanger: 'Merk som fare',
    unmarkDanger: 'Ikkje fare likevel',
    dangerMarked: 'Samtalen er merkt som fare.',
    dangerUnmarked: 'Samtalen er ikkje lenger merkt som fare.',
    holdOpen: 'Hald samtalen open',
    holdNoMore: 'Ikkje hald han open lenger',
    box: 'Skriv ei melding',
    end: 'Avslutt',
    endTitle: 'Vil du avslutte samtalen?',
    endText:
      'Samtalen blir sletta. Berre avslutninga di ligg kryptert i opptil ti minutt, så ho rekk fram.',
    endAwayText:
      'Den du skriv med, er fråkopla. Avslutninga ligg klar i ti minutt, i tilfelle personen kjem tilbake.',
    endTooSoon: (time) =>
      `Den du skriv med, er fråkopla. Vent til klokka ${time} før du avsluttar. Kanskje nettet kjem tilbake.`,
    lastWords: 'Avslutning (valfritt)',
    lastWordsHint:
      'Summer gjerne opp med personen sine eigne ord. Nemn eitt neste steg, og at det går an å kome tilbake.',
    endYes: 'Avslutt samtalen',
    endNo: 'Bli i samtalen',
  },
  transfer: transferNn,
  note: {
    offer_expired:
      'Tida gjekk ut. Den som venta, har framleis plassen sin, og ein annan frivillig blir spurd.',
    offer_withdrawn: 'Den som venta, er ikkje i køen lenger.',
    offer_unusable:
      'Samtalen kunne ikkje krypterast, så vi gav førespurnaden frå deg. Du treng ikkje gjere noko.',
    visit: {
      left: (alias) => `Du er ikkje lenger med i samtalen til ${alias}.`,
      over: (alias) => `Samtalen til ${alias} er avslutta.`,
      no_key: (alias) =>
        `Denne fana manglar nøkkelen til samtalen til ${alias}, så du er ikkje lenger med. ${alias} kan sleppe deg inn igjen.`,
      unsent: 'Det siste du skreiv, vart ikkje sendt.',
    },
    queue_empty: 'Ingen ventar som du kan ta no.',
    ended: {
      seeker: 'Den du skreiv med, avslutta samtalen.',
      volunteer: 'Du avslutta samtalen.',
      seeker_lost: 'Den du skreiv med, var borte for lenge, så samtalen er avslutta.',
      volunteer_lost: 'Du var borte ei stund, og den du skreiv med, valde ein ny frivillig.',
      exit: 'Den du skreiv med, forlét sida. Det kan ha mange grunnar.',
      keys_differ: 'Samtalen kunne ikkje krypterast, så han er avslutta.',
      silence: 'Det var stille for lenge, så samtalen vart avslutta. Det er ikkje din feil.',
      keys_lost:
        'Sida di hadde mista nøkkelen. Den du skreiv med, har fått tilbake plassen sin i køen.',
      taken_over:
        'Kontakten vart broten, og ein vaktleiar har teke over. Den du skreiv med, held fram der. Du har ikkje gjort noko gale.',
      released:
        'Kontakten vart broten, og ein vaktleiar gav den du skreiv med, plassen i køen tilbake. Du har ikkje gjort noko gale.',
      transferred: 'Ein annan har teke over. Den du skreiv med, held fram der.',
      another:
        'Den du skreiv med, ville snakke med ein annan. Det skjer, og handlar sjeldan om deg.',
      unknown: 'Samtalen er over.',
    },
    refused: {
      busy: 'Det vart for mange forsøk på kort tid. Vent litt, og prøv igjen.',
      unavailable: 'Det gjekk ikkje akkurat no. Prøv igjen om litt.',
      forbidden: 'Det har du ikkje tilgang til.',
      offer_gone: 'Ein annan har svart, eller personen er ikkje i køen lenger.',
      at_capacity: 'Du har så mange samtalar som du kan ha.',
      stale: 'Noko er endra i mellomtida. No er sida oppdatert.',
      failed: 'Det gjekk ikkje. Prøv ein gong til.',
    },
    dismiss: 'Skjul beskjeden',
  },
  link: {
    reconnecting:
      'Vi mista kontakten, og koplar til igjen. Vi held vakta og samtalane dine i minst eitt minutt.',
    refused: {
      title: 'Du er ikkje kopla til',
      text: 'Innlogginga kan ha gått ut. Last inn sida på nytt, og logg inn igjen.',
    },
    replaced: 'Vakta er open i ei anna fane',
    replacedText: 'Du kan berre vere på vakt éin stad om gongen.',
    outdatedText: 'Last inn sida på nytt for å gå vidare. Du har framleis samtalane dine.',
  },
  guide: {
    language: 'no',
    heading: 'Støtte',
    listenTitle: 'I samtalen',
    listen: [
      'Still opne spørsmål, eitt om gongen.',
      'Gjenta det du har forstått, med personen sine eigne ord.',
      'Færre og lengre svar er betre enn mange korte.',
      'Du treng ikkje løyse problemet. Det viktigaste er å lytte.',
    ],
    startersTitle: 'Forslag til spørsmål',
    startersHint: 'Forslaget kjem i boksen, så du kan skrive det om.',
    startersElse:
      'Dette språket har vi ingen forslag på. Skriv noko liknande på språket i samtalen.',
    dangerTitle: 'Ved fare for liv',
    danger: [
      'Spør beint ut: «Tenkjer du på å ta livet ditt?» Det gjer ikkje faren større.',
      'Spør om det skal skje no, og om nokon er i nærleiken.',
      'Be personen ringje 113, eller oppgi adressa si.',
      'Bli i samtalen til hjelpa er framme.',
    ],
    callLeader: 'Tilkall vaktleiaren, med «Vaktleiar» over samtalen.',
    leaderCalled: 'Du har tilkalla vaktleiaren. Svaret kjem over boksen du skriv i.',
    trace: 'Vi kan ikkje spore den du skriv med. Vi veit berre det du får vite.',
  },
};

export default staffNn;
