/** Nynorsk: texts for seekers. */
import { nynorskDay, nynorskFormat } from './nn-days.ts';
import type { Words } from './words.ts';

const nn: Words = {
  manner: { dir: 'ltr', formats: ['nn-NO', 'nb-NO'], talk: 'no', formatted: nynorskFormat },
  brand: 'Terskel',
  skip: 'Hopp til innhaldet',
  languages: 'Språk',
  units: {
    minutes: { one: '{n} minutt', other: '{n} minutt' },
    minuteRange: { one: '{from} til {n} minutt', other: '{from} til {n} minutt' },
    sami: 'nordsamisk',
    dayAt: (day, time) => `${nynorskDay(day)} kl. ${time}`,
  },
  wait: {
    about: (time) => `Ventetida er om lag ${time}.`,
    under: (time) => `Ventetida er under ${time}.`,
    unknown: 'Vi veit ikkje enno kor lenge du må vente.',
  },
  emergency: {
    question: 'Fare for liv?',
    call: 'Ring 113',
    more: 'Fleire nummer',
    title: 'Nokon å ringje til',
    close: 'Lukk',
    lines: {
      medical: { name: 'Medisinsk naudtelefon', when: 'Når det er fare for liv' },
      urgentCare: { name: 'Legevakt', when: 'Når du treng lege, og det hastar' },
      mentalHealth: { name: 'Mental Helse', when: 'Nokon å snakke med, heile døgnet' },
      church: { name: 'Kirkens SOS', when: 'Nokon å snakke med, heile døgnet' },
      children: { name: 'Alarmtelefonen', when: 'For barn og unge, heile døgnet' },
    },
  },
  exit: {
    button: 'Forlat sida',
    pressesLeft: {
      one: 'Trykk Shift éin gong til for å forlate sida.',
      other: 'Trykk Shift {n} gonger til for å forlate sida.',
    },
    cancelled: 'Du er framleis på sida.',
    loading: 'Lastar.',
  },
  broken: {
    title: 'Noko gjekk gale på denne sida',
    text: 'Last inn sida på nytt for å gå vidare. Hastar det, kan du ringje nummeret øvst.',
  },
  landing: {
    title: 'Nokon å skrive med',
    heading: 'Treng du nokon å skrive med?',
    lead: 'Her svarar eit medmenneske. Ein frivillig, ikkje ein robot og ikkje helsepersonell.',
    promise: 'Det er gratis, og du treng ikkje seie kven du er.',
    start: 'Start ein samtale',
    danger: 'Eg er i fare no',
    unable: {
      insecure:
        'Samtalar kan ikkje krypterast på denne adressa. Difor kan du ikkje starte her. Adressa må byrje med https.',
      old: 'Nettlesaren er for gammal for samtalar. Oppdater han, eller bruk ei anna eining.',
    },
    looking: 'Sjekkar om nokon kan svare …',
    intake: {
      open: { now: 'Ope no', more: '' },
      busy: { now: 'Ope, men mange ventar', more: '' },
      full: {
        now: 'Køen er full akkurat no',
        more: 'Det er fleire som skriv enn vi rekk å svare. La gjerne sida stå open. Når det blir plass, kan du starte her.',
      },
      paused: {
        now: 'Vi tek ein pause',
        more: 'La gjerne sida stå open. Når vi er tilbake, kan du starte her.',
      },
      unstaffed: {
        now: 'Ingen kan svare akkurat no',
        more: 'Vi er dessverre for få på vakt. La gjerne sida stå open. Når nokon kan svare, kan du starte her.',
      },
      closed: {
        now: 'Stengt no',
        more: 'Vi har dessverre stengt.',
      },
      unknown: {
        now: 'Vi får ikkje kontakt akkurat no',
        more: 'Det kan vere nettet ditt, eller noko hos oss. Sida prøver igjen av seg sjølv.',
      },
    },
    opens: (when) => `Velkomen ${nynorskDay(when)}.`,
    talkIn: (languages) => `Du kan skrive på ${languages}.`,
    about: 'Om oss og personvern',
    othersTitle: 'Desse kan du ringje',
    others: 'Du treng ikkje vente på oss. Du kan ringje nokon av desse no.',
  },
  topics: {
    loneliness: 'Einsemd',
    anxiety: 'Angst og uro',
    low_mood: 'Tristheit',
    relationships: 'Familie, vener eller kjærast',
    grief: 'Sorg',
    work_school: 'Jobb eller skule',
    substance_use: 'Rus',
    other: 'Noko anna',
  },
  feelings: ['Veldig dårleg', 'Dårleg', 'Sånn passe', 'Bra', 'Veldig bra'],
  ages: { under_18: 'Under 18 år', adult: '18 år eller eldre' },
  talk: {
    noticeTitle: (alias) => `Hei! Du skriv no med ${alias}.`,
    title: 'Samtale',
    newTitle: (unread) => `(${unread}) Ny melding`,
    log: 'Meldingar',
    you: 'Du',
    newMessage: 'Ny melding',
    delivery: {
      sending: 'Sender …',
      sent: 'Sendt',
      delivered: 'Kome fram',
      failed: 'Ikkje sendt',
    },
    retry: 'Prøv igjen',
    failedAlert: 'Ei melding vart ikkje sendt.',
    box: 'Skriv ei melding',
    send: 'Send',
    enterSends: 'Enter sender. Shift + Enter gir ny linje.',
    charactersLeft: { one: '{n} teikn igjen', other: '{n} teikn igjen' },
    agreeing: 'Vi krypterer samtalen, så berre de to kan lese han. Straks klart.',
    offlineHint: 'Det du sender no, kjem fram når du er på nett igjen.',
    tampered:
      'Ei melding vart endra, eller kom ikkje fram. Det skal ikkje skje. Du kan halde fram, men ikkje skriv noko som må vere hemmeleg.',
  },
  link: {
    connecting: 'Koplar til …',
    reconnecting: 'Vi mista kontakten, og koplar til igjen. Vi held plassen din i minst to minutt.',
    offline: 'Du er utan nett. Vi koplar til igjen så snart nettet er tilbake.',
    unavailable: 'Tenesta svarar ikkje akkurat no. Vi prøver igjen. Bli gjerne her.',
    restarting: 'Tenesta startar på nytt. Bli gjerne her.',
    online: 'Du er kopla til igjen.',
    replaced: {
      title: 'Sida er open i ei anna fane',
      text: 'Sida kan berre vere open éin stad om gongen.',
      action: 'Bruk denne fana',
    },
    outdated: {
      title: 'Sida er oppdatert',
      text: 'Last inn sida på nytt for å gå vidare. Du har framleis plassen din.',
      action: 'Last inn på nytt',
    },
    refused: {
      title: 'Vi kan ikkje kople deg til no',
      text: 'Vent nokre minutt, og last sida inn på nytt. Treng du nokon før det, kan du ringje hit:',
      action: 'Last inn på nytt',
    },
  },
};

export default nn;
