import type { LateWords } from '../words.ts';

const lateNn: LateWords = {
  facts: {
    heading: 'Godt å vite før du byrjar',
    who: {
      title: 'Kven svarar?',
      text: 'Ein frivillig med eigne erfaringar, som har lært å lytte. Den frivillige gir ikkje diagnosar eller behandling, men lyttar og skriv med deg.',
    },
    time: {
      title: 'Kor lang tid tek det?',
      text: 'Vi set av om lag 45 minutt. Du kan slutte når du vil.',
    },
    kept: {
      title: 'Kva blir lagra?',
      text: 'Ingenting av det du skriv i samtalen. Meldingane er krypterte heile vegen, så berre du og den frivillige kan lese dei. Samtalen blir sletta når han er over. Vi lagrar heller ikkje kven du er, eller kvar du skriv frå.',
      limits:
        'Den som eig nettet du bruker, kan sjå at du har vore her, men ikkje kva du skriv. Det kan vere mobilselskapet, skulen eller jobben.',
      trust:
        'To ting må du lite på: at den frivillige ikkje seier det vidare, og at sida vår gjer det vi lovar. Koden er open, så andre kan sjekke han.',
    },
    between: {
      title: 'Blir det mellom oss?',
      text: 'Ja. Men ikkje om nokon kan døy eller bli alvorleg skadd, eller om eit barn blir utsett for vald eller overgrep. Då må den frivillige prøve å skaffe hjelp.',
      untraceable:
        'Vi kan ikkje spore deg. Difor vil den frivillige be deg ringje 113, eller seie kvar du er. Den frivillige kan òg spørje ein vaktleiar om råd. Vaktleiaren kan ikkje lese med utan at du ser det.',
    },
  },
  aboutLeaving: {
    title: 'Må du fort vekk herifrå?',
    how: 'Trykk på «Forlat sida» øvst. Då blir skjermen tom med ein gong, samtalen blir sletta, og ei heilt vanleg nettside kjem opp i staden. På tastatur kan du trykkje Shift tre gonger.',
    limits:
      'Knappen kan ikkje slette historikken i nettlesaren. Kan andre sjå telefonen eller PC-en din, er det tryggast å bruke eit privat vindauge.',
  },
  danger: {
    title: 'Ring 113',
    write: 'Du kan òg skrive med oss',
    text: 'Du går framfor i køen. Det kan likevel ta tid før nokon svarar.',
    start: 'Skriv med oss',
    still: 'Er det fare for liv, ring no. Du kan skrive her samstundes.',
  },
  refusal: {
    busy: 'Det er stor pågang no. Vent litt, og prøv igjen.',
    busyUntil: (time) => `Det er stor pågang no. Prøv igjen etter klokka ${time}.`,
    closed: 'Køen stengde akkurat no. Du kan prøve igjen om litt, eller ringje eit av numra øvst.',
    outdated: 'Sida er oppdatert. Last inn sida på nytt, så kan du starte.',
    failed: 'Det gjekk ikkje. Det er ikkje din feil. Prøv ein gong til.',
  },
  questions: {
    title: 'Før du går i køen',
    heading: 'Vil du fortelje litt først?',
    lead: 'Då veit den frivillige litt om kva du treng. Du kan hoppe over alle spørsmåla.',
    danger: 'Eg er i fare no',
    dangerHint: 'Vi viser numra du kan ringje, og lèt deg gå framfor i køen.',
    dangerTitle: 'Ring 113 om det er fare for liv',
    dangerText:
      'Dei kan sende hjelp med ein gong. Det kan ikkje vi. Vi ser ikkje kvar du er, og det kan ta tid før nokon svarar her. Du kan godt gjere begge delar.',
    language: 'Kva språk vil du skrive på?',
    topic: 'Kva handlar det om?',
    feeling: 'Korleis har du det no?',
    age: 'Kor gammal er du?',
    ageWhy: 'Det finst hjelp berre for unge, og hjelp berre for vaksne.',
    noAnswer: 'Vil ikkje svare',
    chooseLanguage: 'Vel først kva språk du vil skrive på.',
    submit: 'Gå til køen',
    skip: 'Gå til køen utan å svare',
    back: 'Tilbake',
    starting: 'Vi finn ein plass til deg …',
    proving: 'Ein augneblink … Det er stor pågang akkurat no.',
  },
  waiting: {
    title: 'I kø',
    heading: 'Du står i kø',
    next: 'Du er neste i køen',
    place: (place) => `Du er nummer ${place} i køen`,
    placeUnknown: 'Vi finn plassen din …',
    offered: 'No spør vi ein frivillig',
    offeredText: 'Det tek som regel under eitt minutt. Du har framleis plassen din uansett.',
    stay: 'La sida stå open, så kjem svaret her. Fell nettet ut, held vi plassen i to minutt.',
    cameBack: 'Fint at du er tilbake. Du har same plass som før.',
    givenBack: (alias) =>
      `Samtalen med ${alias} kunne ikkje halde fram. Det er ikkje din feil. Du har fått tilbake plassen din i køen.`,
    nobody: {
      unstaffed:
        'Vi er dessverre for få på vakt akkurat no, så det kan ta tid. Du har framleis plassen din, og vi svarar så snart nokon kan. Lenger nede står det nokon du kan ringje.',
      paused:
        'Vi tek ein pause. Du har framleis plassen din, og vi svarar når vi er tilbake. Lenger nede står det nokon du kan ringje.',
    },
    box: 'Du kan byrje å skrive. Ingen kan lese det før du sender det.',
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
  conversation: {
    title: 'Samtale',
    heading: (alias) => `Samtale med ${alias}`,
    here: (alias) => `${alias} er her`,
    away: (alias) => `${alias} er ikkje tilkopla akkurat no`,
    writing: (alias) => `${alias} skriv`,
    started: (alias) => `${alias} er her. Samtalen har byrja.`,
    back: (alias) => `${alias} er tilbake.`,
    notice: {
      who: (alias) =>
        `${alias} er frivillig: eit medmenneske, ikkje ein robot og ikkje helsepersonell.`,
      time: (time) =>
        `Vi har sett av om lag ${time}. Ta den tida du treng på kvart svar. Samtalen stoppar ikkje av seg sjølv når tida er gått.`,
      silence:
        'Blir det stille lenge, spør vi om du er her. Svarar du ikkje då heller, avsluttar vi.',
      between: (alias) =>
        `Dette blir mellom dykk. Men er liv i fare, eller eit barn utsett for vald eller overgrep, må ${alias} prøve å skaffe hjelp.`,
      leader: (alias) =>
        `${alias} kan spørje ein vaktleiar om råd. Vaktleiaren kan ikkje lese med utan at du ser det her.`,
    },
    leader: {
      role: 'Vaktleiar',
      here: (alias) => `${alias}, vaktleiar, er med og les det som blir skrive no.`,
      left: (alias) => `${alias} er ikkje med lenger.`,
      unread: (leader) =>
        `${leader} kom før meldinga vart send. Prøver du igjen, kan begge lese ho.`,
    },
    draft: 'Det du skreiv medan du venta, er ikkje sendt enno.',
    end: 'Avslutt',
    endTitle: 'Vil du avslutte samtalen?',
    endText: 'Då blir han sletta hos oss. Det er heilt greitt å slutte når du vil.',
    endYes: 'Ja, avslutt',
    endNo: 'Nei, bli her',
    another: 'Ny frivillig',
    anotherTitle: 'Vil du snakke med ein annan?',
    anotherText: (alias) =>
      `Det er heilt greitt, og ikkje uhøfleg. Du treng ingen grunn. ${alias} får berre vite at du ville snakke med ein annan. Du får tilbake plassen din i køen, og den nye ser ikkje kva de har skrive. Du kan byte éin gong.`,
    anotherYes: 'Ja, finn ein annan',
    silentTitle: 'Er du her framleis?',
    silent: {
      nudge: (alias, time) =>
        `Ta den tida du treng. ${alias} ventar på deg. Er det stille fram til klokka ${time}, avsluttar vi samtalen.`,
      asked: (alias) => `Ta den tida du treng. ${alias} ventar på deg, og samtalen står open.`,
      warning: (alias, time) =>
        `Klokka ${time} avsluttar vi samtalen, om vi ikkje høyrer frå deg. Trykk på knappen, så ventar ${alias} framleis. Det kan du gjere så mange gonger du vil.`,
    },
    stay: 'Ja, eg er her',
    frame: {
      left: (time) =>
        `Det er om lag ${time} igjen av tida vi sette av. Samtalen stoppar ikkje av seg sjølv.`,
      over: 'Tida vi sette av, er gått. De to avgjer når de er ferdige.',
      more: (alias) => `${alias} har sett av meir tid til deg.`,
    },
    lostTitle: (alias) => `Kontakten med ${alias} er broten`,
    lostWords: 'Det er ikkje din feil, og du mistar ikkje plassen. Vi prøver å få kontakt igjen.',
    choiceText: (alias) =>
      `${alias} har vore borte ei stund. Du kan vente litt til, eller få ein ny frivillig. Då får du tilbake plassen din i køen, og den nye ser ikkje kva de har skrive.`,
    requeue: 'Få ein ny frivillig',
    wait: (alias) => `Vent på ${alias}`,
    askedUnseen: (alias) =>
      `${alias} har spurt deg om noko, men vi får ikkje vist det. Last inn sida på nytt.`,
    unreadTitle: (alias) => `${alias} kan ikkje lese det du skriv`,
    unreadText: (alias) =>
      `Sida til ${alias} har mista nøkkelen til samtalen. Det er ikkje din feil, og du mistar ikkje plassen. Du kan få ein ny frivillig. Då får du tilbake plassen din i køen, og den nye ser ikkje kva de har skrive.`,
    differTitle: 'Vi får ikkje kryptert samtalen',
    differText:
      'Vi kan ikkje vere sikre på at berre de to kan lese han. Difor er ingenting sendt. Du kan prøve med ein ny frivillig.',
    missingTitle: 'Denne fana manglar nøkkelen til samtalen',
    missingText:
      'Har du samtalen open i ei anna fane, kan du halde fram der. Elles kan du få ein ny frivillig, og får tilbake plassen din i køen.',
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
        text: 'Vi høyrde ikkje frå deg på ei stund, så plassen gjekk vidare. Det er heilt greitt. Du kan stille deg i køen igjen.',
      },
      closed: {
        title: 'Vi rakk ikkje å svare deg',
        text: 'Vi beklagar. Vi har stengt no, men det er andre du kan ringje.',
      },
    },
    conversation: {
      seeker: {
        title: 'Takk for at du skreiv',
        text: 'Du avslutta samtalen. Vi håpar det hjelpte litt å skrive.',
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
        text: 'Det er ikkje din feil, og vi beklagar. Du kan starte på nytt når du vil.',
      },
      exit: {
        title: 'Du forlét sida',
        text: 'Då vart samtalen avslutta. Du kan starte på nytt når du vil.',
      },
      keys_differ: {
        title: 'Samtalen kunne ikkje krypterast',
        text: 'Vi kunne ikkje vere sikre på at berre de to kunne lese han, så vi stoppa han. Du kan starte på nytt.',
      },
      silence: {
        title: 'Det vart stille',
        text: 'Vi høyrde ikkje frå deg på ei stund, så samtalen vart avslutta. Det er heilt greitt. Du er velkomen tilbake når du vil.',
      },
      keys_lost: {
        title: 'Den frivillige mista nøkkelen til samtalen',
        text: 'Det er ikkje din feil. Du kan starte på nytt når du vil.',
      },
      another: {
        title: 'Den førre samtalen er avslutta',
        text: 'Du kan starte på nytt og få ein annan frivillig.',
      },
    },
    deleted: 'Samtalen er sletta hos oss.',
    deleting:
      'Vi veit ikkje enno om samtalen er sletta. Det skjer så snart vi får kontakt, eller av seg sjølv om om lag ti minutt.',
    cutShort: 'Noko av det den frivillige skreiv, kom ikkje fram hit.',
    lastWords: 'Den frivillige skreiv til deg før samtalen vart avslutta:',
    again: 'Start på nytt',
    othersTitle: 'Nokon å ringje til',
    othersText: 'Blir det tungt igjen, kan du ringje nokon av desse.',
  },
};

export default lateNn;

// Loaded together: see `words.ts`.
export { default as first } from '../nn.ts';
