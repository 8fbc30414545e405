/**
 * Bokmål: texts for seekers, and texts that seekers and volunteers share. Plain and warm, without idioms that newcomers
 * may not know.
 */
import type { Manner } from './manner.ts';
import type { Plural } from './plural.ts';

const count = (forms: Plural): Plural => forms;
const manner: Manner = { dir: 'ltr', formats: 'nb-NO', talk: 'no' };

const nb = {
  manner,
  brand: 'Terskel',
  skip: 'Hopp til innholdet',
  languages: 'Språk',
  units: {
    minutes: count({ one: '{n} minutt', other: '{n} minutter' }),
    minuteRange: count({ one: '{from} til {n} minutt', other: '{from} til {n} minutter' }),
    sami: 'nordsamisk',
    dayAt: (day: string, time: string) => `${day} kl. ${time}`,
  },
  wait: {
    about: (time: string) => `Ventetiden er omtrent ${time}.`,
    under: (time: string) => `Ventetiden er under ${time}.`,
    unknown: 'Vi vet ikke ennå hvor lenge du må vente.',
  },
  emergency: {
    question: 'Fare for liv?',
    call: 'Ring 113',
    more: 'Flere numre',
    title: 'Noen å ringe til',
    close: 'Lukk',
    lines: {
      medical: { name: 'Medisinsk nødtelefon', when: 'Når det er fare for liv' },
      urgentCare: { name: 'Legevakt', when: 'Når du trenger lege, og det haster' },
      mentalHealth: { name: 'Mental Helse', when: 'Noen å snakke med, hele døgnet' },
      church: { name: 'Kirkens SOS', when: 'Noen å snakke med, hele døgnet' },
      children: { name: 'Alarmtelefonen', when: 'For barn og unge, hele døgnet' },
    },
  },
  exit: {
    button: 'Forlat siden',
    pressesLeft: count({
      one: 'Trykk Shift én gang til for å forlate siden.',
      other: 'Trykk Shift {n} ganger til for å forlate siden.',
    }),
    cancelled: 'Du er fortsatt på siden.',
    loading: 'Laster.',
  },
  broken: {
    title: 'Noe gikk galt på denne siden',
    text: 'Last inn siden på nytt for å gå videre. Haster det, kan du ringe nummeret øverst.',
  },
  landing: {
    title: 'Noen å skrive med',
    heading: 'Trenger du noen å skrive med?',
    lead: 'Her svarer et medmenneske. En frivillig, ikke en robot og ikke helsepersonell.',
    promise: 'Det er gratis, og du trenger ikke si hvem du er.',
    start: 'Start en samtale',
    danger: 'Jeg er i fare nå',
    unable: {
      insecure:
        'Samtaler kan ikke krypteres på denne adressen. Derfor kan du ikke starte her. Adressen må begynne med https.',
      old: 'Nettleseren er for gammel for samtaler. Oppdater den, eller bruk en annen enhet.',
    },
    looking: 'Sjekker om noen kan svare …',
    intake: {
      open: { now: 'Åpent nå', more: '' },
      busy: { now: 'Åpent, men mange venter', more: '' },
      full: {
        now: 'Køen er full akkurat nå',
        more: 'Det er flere som skriver enn vi rekker å svare. La gjerne siden stå åpen. Når det blir plass, kan du starte her.',
      },
      paused: {
        now: 'Vi tar en pause',
        more: 'La gjerne siden stå åpen. Når vi er tilbake, kan du starte her.',
      },
      unstaffed: {
        now: 'Ingen kan svare akkurat nå',
        more: 'Vi er dessverre for få på vakt. La gjerne siden stå åpen. Når noen kan svare, kan du starte her.',
      },
      closed: {
        now: 'Stengt nå',
        more: 'Vi er dessverre stengt.',
      },
      unknown: {
        now: 'Vi får ikke kontakt akkurat nå',
        more: 'Det kan være nettet ditt, eller noe hos oss. Siden prøver igjen av seg selv.',
      },
    },
    opens: (when: string) => `Velkommen ${when}.`,
    talkIn: (languages: string) => `Du kan skrive på ${languages}.`,
    about: 'Om oss og personvern',
    othersTitle: 'Disse kan du ringe',
    others: 'Du trenger ikke vente på oss. Du kan ringe noen av disse nå.',
  },
  topics: {
    loneliness: 'Ensomhet',
    anxiety: 'Angst og uro',
    low_mood: 'Tristhet',
    relationships: 'Familie, venner eller kjæreste',
    grief: 'Sorg',
    work_school: 'Jobb eller skole',
    substance_use: 'Rus',
    other: 'Noe annet',
  },
  feelings: ['Veldig dårlig', 'Dårlig', 'Sånn passe', 'Bra', 'Veldig bra'],
  ages: { under_18: 'Under 18 år', adult: '18 år eller eldre' },
  talk: {
    noticeTitle: (alias: string) => `Hei! Du skriver nå med ${alias}.`,
    title: 'Samtale',
    newTitle: (unread: string) => `(${unread}) Ny melding`,
    log: 'Meldinger',
    you: 'Du',
    newMessage: 'Ny melding',
    delivery: {
      sending: 'Sender …',
      sent: 'Sendt',
      delivered: 'Kommet fram',
      failed: 'Ikke sendt',
    },
    retry: 'Prøv igjen',
    failedAlert: 'En melding ble ikke sendt.',
    box: 'Skriv en melding',
    send: 'Send',
    enterSends: 'Enter sender. Shift + Enter gir ny linje.',
    charactersLeft: count({ one: '{n} tegn igjen', other: '{n} tegn igjen' }),
    agreeing: 'Vi krypterer samtalen, så bare dere to kan lese den. Straks klart.',
    offlineHint: 'Det du sender nå, kommer fram når du er på nett igjen.',
    tampered:
      'En melding ble endret, eller kom ikke fram. Det skal ikke skje. Du kan fortsette, men ikke skriv noe som må være hemmelig.',
  },
  link: {
    connecting: 'Kobler til …',
    reconnecting:
      'Vi mistet forbindelsen, og kobler til igjen. Vi holder plassen din i minst to minutter.',
    offline: 'Du er uten nett. Vi kobler til igjen så snart nettet er tilbake.',
    unavailable: 'Tjenesten svarer ikke akkurat nå. Vi prøver igjen. Bli gjerne her.',
    restarting: 'Tjenesten starter på nytt. Bli gjerne her.',
    online: 'Du er tilkoblet igjen.',
    replaced: {
      title: 'Siden er åpen i en annen fane',
      text: 'Den kan bare være åpen ett sted om gangen.',
      action: 'Bruk denne fanen',
    },
    outdated: {
      title: 'Siden er oppdatert',
      text: 'Last inn siden på nytt for å gå videre. Du beholder plassen din.',
      action: 'Last inn på nytt',
    },
    refused: {
      title: 'Vi kan ikke koble deg til nå',
      text: 'Vent noen minutter, og last siden inn på nytt. Trenger du noen før det, kan du ringe hit:',
      action: 'Last inn på nytt',
    },
  },
};

export default nb;
