/** Nynorsk: the words a seeker meets. */
import type { Words } from './words.ts';

/** Chromium has no Nynorsk, and lends its days from Bokmål; these are the three that differ. */
const day = (when: string): string =>
  when.replace('mandag', 'måndag').replace('tirsdag', 'tysdag').replace('lørdag', 'laurdag');

const nn: Words = {
  manner: { dir: 'ltr', formats: ['nn-NO', 'nb-NO'], talk: 'no' },
  brand: 'Terskel',
  skip: 'Hopp til innhaldet',
  languages: 'Språk',
  units: {
    minutes: { one: '{n} minutt', other: '{n} minutt' },
    minuteRange: { one: '{from} til {n} minutt', other: '{from} til {n} minutt' },
    sami: 'nordsamisk',
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
    about: {
      title: 'Må du fort vekk herifrå?',
      how: 'Trykk på «Forlat sida» øvst. Då blir skjermen tom med ein gong, samtalen blir sletta, og ei heilt vanleg nettside kjem opp i staden. På tastatur kan du trykkje Shift tre gonger.',
      limits:
        'Knappen kan ikkje slette historikken i nettlesaren. Kan andre sjå telefonen eller PC-en din, er det tryggast å bruke eit privat vindauge.',
    },
  },
  landing: {
    title: 'Nokon å skrive med',
    heading: 'Treng du nokon å skrive med?',
    lead: 'Her svarar eit medmenneske. Ein frivillig, ikkje ein robot og ikkje helsepersonell.',
    promise: 'Det er gratis, og du treng ikkje seie kven du er.',
    start: 'Start ein samtale',
    danger: 'Eg er i fare no',
    looking: 'Ser om nokon er her …',
    intake: {
      open: { now: 'Ope no', more: '' },
      busy: { now: 'Ope, men mange ventar', more: '' },
      full: {
        now: 'Køen er full akkurat no',
        more: 'Fleire treng oss enn vi rekk å svare. La gjerne sida stå open. Når det blir plass, kan du starte her.',
      },
      paused: {
        now: 'Vi har ein liten pause',
        more: 'La gjerne sida stå open. Når vi er tilbake, kan du starte her.',
      },
      unstaffed: {
        now: 'Ingen er på vakt akkurat no',
        more: 'Vi er leie for at ingen kan svare deg no. La gjerne sida stå open. Når nokon kjem på vakt, kan du starte her.',
      },
      closed: {
        now: 'Stengt no',
        more: 'Vi er leie for at ingen kan svare deg no.',
      },
      unknown: {
        now: 'Vi får ikkje kontakt akkurat no',
        more: 'Det kan vere nettet ditt, eller noko hos oss. Sida prøver igjen av seg sjølv.',
      },
    },
    opens: (when) => `Vi opnar igjen ${day(when)}. Velkomen då.`,
    waiting: { one: 'No ventar {n} person.', other: 'No ventar {n} personar.' },
    nobodyWaits: 'Ingen ventar i køen no.',
    othersTitle: 'Desse svarar',
    others: 'Du treng ikkje vente på oss. Du kan ringje nokon av desse no.',
    factsTitle: 'Godt å vite før du byrjar',
    facts: {
      who: {
        title: 'Kven svarar?',
        text: 'Ein frivillig med eigne erfaringar, som har lært å lytte. Den frivillige gir ikkje diagnosar eller behandling, men er der for deg ei stund.',
      },
      time: {
        title: 'Kor lang tid tek det?',
        text: 'Vi set av om lag 45 minutt. Du kan slutte når du vil.',
      },
      kept: {
        title: 'Kva blir lagra?',
        text: 'Ingenting av det du skriv. Meldingane er låste på vegen, så berre du og den frivillige kan lese dei. Alt blir sletta når samtalen er over. Vi lagrar heller ikkje kven du er, eller kvar du skriv frå.',
        limits:
          'Den som eig nettet du bruker, kan sjå at du har vore her, men ikkje kva du skriv. Det kan vere mobilselskapet, skulen eller jobben.',
        trust:
          'To ting må du lite på: at den frivillige ikkje seier det vidare, og at sida vår gjer det vi lovar. Koden bak er open, så andre kan sjekke han.',
      },
      between: {
        title: 'Blir det mellom oss?',
        text: 'Ja. Men ikkje om nokon kan døy eller bli hardt skadd, eller om eit barn blir utsett for vald eller overgrep. Då må den frivillige prøve å skaffe hjelp.',
        untraceable:
          'Vi kan ikkje spore deg. Difor vil den frivillige be deg ringje 113, eller seie kvar du er. Den frivillige kan òg spørje ein vaktleiar om råd. Blir vaktleiaren med i samtalen, ser du det.',
      },
    },
    refusal: {
      busy: 'Det går litt fort for oss no. Vent ein augneblink, og prøv igjen.',
      busyUntil: (time) => `Det går litt fort for oss no. Prøv igjen etter klokka ${time}.`,
      closed:
        'Køen stengde akkurat no. Du kan prøve igjen om litt, eller ringje eit av numra øvst.',
      outdated: 'Sida er blitt oppdatert. Last henne inn på nytt, så kan du starte.',
      failed: 'Det gjekk ikkje. Det er ikkje noko du har gjort. Prøv ein gong til.',
    },
  },
  questions: {
    title: 'Før du går i køen',
    heading: 'Vil du fortelje litt først?',
    lead: 'Då veit den frivillige litt om kva du treng. Du kan hoppe over alt.',
    danger: 'Eg er i fare no',
    dangerHint: 'Vi viser numra du kan ringje, og set deg fremst i køen.',
    dangerTitle: 'Ring 113 om det er fare for liv',
    dangerText:
      'Dei kan sende hjelp med ein gong. Det kan ikkje vi. Vi ser ikkje kvar du er, og det kan ta tid før nokon svarar her. Du kan godt gjere begge delar.',
    language: 'Kva språk vil du skrive på?',
    topic: 'Kva handlar det om?',
    feeling: 'Korleis har du det no?',
    feelings: ['Veldig dårleg', 'Dårleg', 'Sånn passe', 'Ganske bra', 'Bra'],
    age: 'Kor gammal er du?',
    ageWhy: 'Det finst hjelp berre for unge, og hjelp berre for vaksne.',
    ages: { under_18: 'Under 18 år', adult: '18 år eller meir' },
    noAnswer: 'Vil ikkje svare',
    submit: 'Gå til køen',
    skip: 'Hopp over',
    back: 'Tilbake',
    starting: 'Vi finn ein plass til deg …',
    proving: 'Ein augneblink … Det kjem mange akkurat no.',
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
  waiting: {
    title: 'I kø',
    heading: 'Du står i kø',
    next: 'Du er den neste',
    place: (place) => `Du er nummer ${place} i køen`,
    placeUnknown: 'Vi finn plassen din …',
    offered: 'No spør vi ein frivillig',
    offeredText: 'Det tek som regel under eitt minutt. Du har plassen din uansett.',
    stay: 'La sida stå open, så kjem svaret her. Fell nettet ut, held vi plassen i to minutt.',
    cameBack: 'Fint at du er tilbake. Du har same plass som før.',
    nobody: {
      unstaffed:
        'Vi er for få på vakt akkurat no, så det kan ta tid. Det er vi leie for. Du har framleis plassen din, og vi svarar så snart nokon kan. Lenger nede står det nokon du kan ringje.',
      paused:
        'Vi har ein liten pause. Du har framleis plassen din, og vi svarar når vi er tilbake. Lenger nede står det nokon du kan ringje.',
    },
    box: 'Du kan byrje å skrive. Ingen les før du får svar.',
    boxHint: 'Teksten blir liggjande her hos deg. Du sender han sjølv når nokon er klar.',
    keepTitle: 'Ventar du framleis?',
    keepText: (time) => `Trykk på «Ja» før klokka ${time}. Elles går plassen vidare til den neste.`,
    keepYes: 'Ja, eg ventar',
    leave: 'Gå ut av køen',
    leaveTitle: 'Vil du gå ut av køen?',
    leaveText: 'Då går plassen vidare til den neste. Du kan kome tilbake når du vil.',
    leaveYes: 'Ja, gå ut',
    leaveNo: 'Nei, bli i køen',
    othersTitle: 'Vil du heller ringje nokon?',
  },
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
      delivered: 'Komen fram',
      failed: 'Ikkje sendt',
    },
    retry: 'Prøv igjen',
    failedAlert: 'Ei melding vart ikkje sendt.',
    box: 'Skriv ei melding',
    send: 'Send',
    enterSends: 'Enter sender. Shift + Enter gir ny linje.',
    charactersLeft: { one: '{n} teikn att', other: '{n} teikn att' },
    agreeing: 'Vi låser samtalen, så berre de to kan lese han. Straks klart.',
    offlineHint: 'Det du sender no, går av garde når du er på nett igjen.',
    tampered:
      'Ei melding vart endra eller borte på vegen. Det skal ikkje skje. Du kan halde fram, men ikkje skriv noko som er viktig å halde hemmeleg.',
  },
  link: {
    connecting: 'Koplar til …',
    reconnecting: 'Vi mista sambandet, og koplar til igjen. Du mistar ikkje plassen.',
    offline: 'Du er utan nett. Vi koplar til igjen så snart nettet er tilbake.',
    unavailable: 'Tenesta svarar ikkje akkurat no. Vi prøver igjen. Bli gjerne her.',
    restarting: 'Tenesta startar på nytt. Bli gjerne her.',
    online: 'Du er kopla til igjen.',
    replaced: {
      title: 'Sida er open i ei anna fane',
      text: 'Ho kan berre vere open éin stad om gongen.',
      action: 'Bruk denne fana',
    },
    outdated: {
      title: 'Sida er blitt oppdatert',
      text: 'Last henne inn på nytt for å gå vidare. Du har framleis plassen din.',
      action: 'Last inn på nytt',
    },
    refused: {
      title: 'Vi kan ikkje kople deg til no',
      text: 'Vent nokre minutt, og last sida inn på nytt. Treng du nokon før det, kan du ringje hit:',
      action: 'Last inn på nytt',
    },
  },
  ended: {
    title: 'Avslutta',
    ticket: {
      cancelled: {
        title: 'Du er ute av køen',
        text: 'Det er heilt greitt å ombestemme seg. Du er velkomen tilbake når du vil.',
      },
      expired: {
        title: 'Plassen i køen er borte',
        text: 'Vi høyrde ikkje frå deg på ei stund, så plassen gjekk vidare. Det er ikkje noko gale i det. Du kan stille deg i køen igjen.',
      },
      closed: {
        title: 'Vi rakk ikkje å svare deg',
        text: 'Vi er leie for det. Vi har stengt for no, men det er andre som svarar.',
      },
    },
    conversation: {
      seeker: {
        title: 'Takk for at du skreiv',
        text: 'Du avslutta samtalen. Vi håpar det gjorde godt å få sagt noko av det.',
      },
      volunteer: {
        title: 'Takk for at du skreiv',
        text: 'Den frivillige har avslutta samtalen. Ta vare på deg sjølv, og kom gjerne tilbake.',
      },
      seeker_lost: {
        title: 'Vi mista kontakten med deg',
        text: 'Du var borte så lenge at samtalen vart avslutta. Det kan skje med dårleg nett. Du kan gjerne starte på nytt.',
      },
      volunteer_lost: {
        title: 'Vi mista den frivillige',
        text: 'Det er ikkje din feil, og vi er leie for det. Start gjerne på nytt, så finn vi ein annan.',
      },
      exit: {
        title: 'Du gjekk frå sida',
        text: 'Då vart samtalen avslutta. Du kan starte på nytt når du vil.',
      },
      keys_differ: {
        title: 'Samtalen kunne ikkje låsast',
        text: 'Vi kunne ikkje vere sikre på at berre de to kunne lese han, så vi stoppa han. Du kan starte på nytt.',
      },
      silence: {
        title: 'Det vart stille',
        text: 'Vi høyrde ikkje frå deg på ei stund, så samtalen vart avslutta. Det er ikkje noko gale i det. Du er velkomen tilbake når du vil.',
      },
      another: {
        title: 'Du bad om ein annan frivillig',
        text: 'Start gjerne på nytt.',
      },
    },
    lastWords: 'Den frivillige skreiv til deg før samtalen vart avslutta:',
    again: 'Start på nytt',
    othersTitle: 'Nokon å ringje til',
    othersText: 'Kjem det tunge tilbake, er desse her om natta òg.',
  },
};

export default nn;
