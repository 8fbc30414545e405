/** Bokmål: the words a seeker meets, and those that both sides share. Plain and warm; no idiom that only an insider knows. */
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
  },
  wait: {
    about: (time: string) => `Ventetiden er omtrent ${time}.`,
    under: (time: string) => `Ventetiden er under ${time}.`,
    unknown: 'Vi vet ikke ennå hvor lang ventetiden blir.',
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
    about: {
      title: 'Må du fort vekk herfra?',
      how: 'Trykk på «Forlat siden» øverst. Da blir skjermen tom med en gang, samtalen slettes, og en helt vanlig nettside kommer opp i stedet. På tastatur kan du trykke Shift tre ganger.',
      limits:
        'Knappen kan ikke slette historikken i nettleseren. Kan andre se telefonen eller PC-en din, er det tryggest å bruke et privat vindu.',
    },
  },
  landing: {
    title: 'Noen å skrive med',
    heading: 'Trenger du noen å skrive med?',
    lead: 'Her svarer et medmenneske. En frivillig, ikke en robot og ikke helsepersonell.',
    promise: 'Det er gratis, og du trenger ikke si hvem du er.',
    start: 'Start en samtale',
    danger: 'Jeg er i fare nå',
    looking: 'Ser om noen er her …',
    intake: {
      open: { now: 'Åpent nå', more: '' },
      busy: { now: 'Åpent, men mange venter', more: '' },
      full: {
        now: 'Køen er full akkurat nå',
        more: 'Flere trenger oss enn vi rekker å svare. La gjerne siden stå åpen. Når det blir plass, kan du starte her.',
      },
      paused: {
        now: 'Vi har en liten pause',
        more: 'La gjerne siden stå åpen. Når vi er tilbake, kan du starte her.',
      },
      unstaffed: {
        now: 'Ingen er på vakt akkurat nå',
        more: 'Vi er lei oss for at ingen kan svare deg nå. La gjerne siden stå åpen. Når noen kommer på vakt, kan du starte her.',
      },
      closed: {
        now: 'Stengt nå',
        more: 'Vi er lei oss for at ingen kan svare deg nå.',
      },
      unknown: {
        now: 'Vi får ikke kontakt akkurat nå',
        more: 'Det kan være nettet ditt, eller noe hos oss. Siden prøver igjen av seg selv.',
      },
    },
    opens: (when: string) => `Vi åpner igjen ${when}. Velkommen da.`,
    waiting: count({ one: 'Nå venter {n} person.', other: 'Nå venter {n} personer.' }),
    nobodyWaits: 'Ingen venter i køen nå.',
    othersTitle: 'Disse svarer',
    others: 'Du trenger ikke vente på oss. Du kan ringe noen av disse nå.',
    factsTitle: 'Godt å vite før du begynner',
    facts: {
      who: {
        title: 'Hvem svarer?',
        text: 'En frivillig med egne erfaringer, som har lært å lytte. Den frivillige gir ikke diagnoser eller behandling, men er der for deg en stund.',
      },
      time: {
        title: 'Hvor lang tid tar det?',
        text: 'Vi setter av omtrent 45 minutter. Du kan slutte når du vil.',
      },
      kept: {
        title: 'Hva blir lagret?',
        text: 'Ingenting av det du skriver. Meldingene er låst på veien, så bare du og den frivillige kan lese dem. Alt slettes når samtalen er over. Vi lagrer heller ikke hvem du er, eller hvor du skriver fra.',
        limits:
          'Den som eier nettet du bruker, kan se at du har vært her, men ikke hva du skriver. Det kan være mobilselskapet, skolen eller jobben.',
        trust:
          'To ting må du stole på: at den frivillige ikke sier det videre, og at siden vår gjør det vi lover. Koden bak er åpen, så andre kan sjekke den.',
      },
      between: {
        title: 'Blir det mellom oss?',
        text: 'Ja. Men ikke hvis noen kan dø eller bli hardt skadet, eller hvis et barn blir utsatt for vold eller overgrep. Da må den frivillige prøve å skaffe hjelp.',
        untraceable:
          'Vi kan ikke spore deg. Derfor vil den frivillige be deg ringe 113, eller si hvor du er. Den frivillige kan også spørre en vaktleder om råd. Blir vaktlederen med i samtalen, ser du det.',
      },
    },
    refusal: {
      busy: 'Det går litt fort for oss nå. Vent et øyeblikk, og prøv igjen.',
      busyUntil: (time: string) => `Det går litt fort for oss nå. Prøv igjen etter klokka ${time}.`,
      closed:
        'Køen stengte akkurat nå. Du kan prøve igjen om litt, eller ringe et av numrene øverst.',
      outdated: 'Siden er blitt oppdatert. Last den inn på nytt, så kan du starte.',
      failed: 'Det gikk ikke. Det er ikke noe du har gjort. Prøv en gang til.',
    },
  },
  questions: {
    title: 'Før du går i køen',
    heading: 'Vil du fortelle litt først?',
    lead: 'Da vet den frivillige litt om hva du trenger. Du kan hoppe over alt.',
    danger: 'Jeg er i fare nå',
    dangerHint: 'Vi viser numrene du kan ringe, og setter deg først i køen.',
    dangerTitle: 'Ring 113 hvis det er fare for liv',
    dangerText:
      'De kan sende hjelp med en gang. Det kan ikke vi. Vi ser ikke hvor du er, og det kan ta tid før noen svarer her. Du kan godt gjøre begge deler.',
    language: 'Hvilket språk vil du skrive på?',
    topic: 'Hva handler det om?',
    feeling: 'Hvordan har du det nå?',
    feelings: ['Veldig dårlig', 'Dårlig', 'Sånn passe', 'Ganske bra', 'Bra'],
    age: 'Hvor gammel er du?',
    ageWhy: 'Det finnes hjelp bare for unge, og hjelp bare for voksne.',
    ages: { under_18: 'Under 18 år', adult: '18 år eller mer' },
    noAnswer: 'Vil ikke svare',
    submit: 'Gå til køen',
    skip: 'Hopp over',
    back: 'Tilbake',
    starting: 'Vi finner en plass til deg …',
    proving: 'Et øyeblikk … Det kommer mange akkurat nå.',
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
  waiting: {
    title: 'I kø',
    heading: 'Du står i kø',
    next: 'Du er den neste',
    place: (place: string) => `Du er nummer ${place} i køen`,
    placeUnknown: 'Vi finner plassen din …',
    offered: 'Nå spør vi en frivillig',
    offeredText: 'Det tar som regel under ett minutt. Du beholder plassen din uansett.',
    stay: 'La siden stå åpen, så kommer svaret her. Faller nettet ut, holder vi plassen i to minutter.',
    cameBack: 'Fint at du er tilbake. Du har samme plass som før.',
    nobody: {
      unstaffed:
        'Vi er for få på vakt akkurat nå, så det kan ta tid. Det er vi lei oss for. Du beholder plassen din, og vi svarer så snart noen kan. Lenger nede står det noen du kan ringe.',
      paused:
        'Vi har en liten pause. Du beholder plassen din, og vi svarer når vi er tilbake. Lenger nede står det noen du kan ringe.',
    },
    box: 'Du kan begynne å skrive. Ingen leser før du får svar.',
    boxHint: 'Teksten blir liggende her hos deg. Du sender den selv når noen er klar.',
    keepTitle: 'Venter du fortsatt?',
    keepText: (time: string) =>
      `Trykk på «Ja» før klokka ${time}. Ellers går plassen videre til den neste.`,
    keepYes: 'Ja, jeg venter',
    leave: 'Gå ut av køen',
    leaveTitle: 'Vil du gå ut av køen?',
    leaveText: 'Da går plassen videre til den neste. Du kan komme tilbake når du vil.',
    leaveYes: 'Ja, gå ut',
    leaveNo: 'Nei, bli i køen',
    othersTitle: 'Vil du heller ringe noen?',
  },
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
    agreeing: 'Vi låser samtalen, så bare dere to kan lese den. Straks klart.',
    offlineHint: 'Det du sender nå, går av gårde når du er på nett igjen.',
    tampered:
      'En melding ble endret eller borte på veien. Det skal ikke skje. Du kan fortsette, men ikke skriv noe som er viktig å holde hemmelig.',
  },
  link: {
    connecting: 'Kobler til …',
    reconnecting: 'Vi mistet forbindelsen, og kobler til igjen. Du mister ikke plassen.',
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
      title: 'Siden er blitt oppdatert',
      text: 'Last den inn på nytt for å gå videre. Du beholder plassen din.',
      action: 'Last inn på nytt',
    },
    refused: {
      title: 'Vi kan ikke koble deg til nå',
      text: 'Vent noen minutter, og last siden inn på nytt. Trenger du noen før det, kan du ringe hit:',
      action: 'Last inn på nytt',
    },
  },
  ended: {
    title: 'Avsluttet',
    ticket: {
      cancelled: {
        title: 'Du er ute av køen',
        text: 'Det er helt greit å ombestemme seg. Du er velkommen tilbake når du vil.',
      },
      expired: {
        title: 'Plassen i køen er borte',
        text: 'Vi hørte ikke fra deg på en stund, så plassen gikk videre. Det er ikke noe galt i det. Du kan stille deg i køen igjen.',
      },
      closed: {
        title: 'Vi rakk ikke å svare deg',
        text: 'Vi er lei oss for det. Vi har stengt for nå, men det er andre som svarer.',
      },
    },
    conversation: {
      seeker: {
        title: 'Takk for at du skrev',
        text: 'Du avsluttet samtalen. Vi håper det gjorde godt å få sagt noe av det.',
      },
      volunteer: {
        title: 'Takk for at du skrev',
        text: 'Den frivillige har avsluttet samtalen. Ta vare på deg selv, og kom gjerne tilbake.',
      },
      seeker_lost: {
        title: 'Vi mistet kontakten med deg',
        text: 'Du var borte så lenge at samtalen ble avsluttet. Det kan skje med dårlig nett. Du kan gjerne starte på nytt.',
      },
      volunteer_lost: {
        title: 'Vi mistet den frivillige',
        text: 'Det er ikke din feil, og vi er lei oss for det. Start gjerne på nytt, så finner vi en annen.',
      },
      exit: {
        title: 'Du forlot siden',
        text: 'Da ble samtalen avsluttet. Du kan starte på nytt når du vil.',
      },
      keys_differ: {
        title: 'Samtalen kunne ikke låses',
        text: 'Vi kunne ikke være sikre på at bare dere to kunne lese den, så vi stoppet den. Du kan starte på nytt.',
      },
      silence: {
        title: 'Det ble stille',
        text: 'Vi hørte ikke fra deg på en stund, så samtalen ble avsluttet. Det er ikke noe galt i det. Du er velkommen tilbake når du vil.',
      },
      another: {
        title: 'Du ba om en annen frivillig',
        text: 'Start gjerne på nytt.',
      },
    },
    lastWords: 'Den frivillige skrev til deg før samtalen ble avsluttet:',
    again: 'Start på nytt',
    othersTitle: 'Noen å ringe til',
    othersText: 'Kommer det tunge tilbake, er disse her også om natten.',
  },
};

export default nb;
