/**
 * Bokmål: texts of the seeker's screens after *Start*. Apart from those of the first screen, because staff pages do not
 * need them.
 */
const lateNb = {
  facts: {
    heading: 'Godt å vite før du begynner',
    who: {
      title: 'Hvem svarer?',
      text: 'En frivillig med egne erfaringer, som har lært å lytte. Den frivillige gir ikke diagnoser eller behandling, men lytter og skriver med deg.',
    },
    time: {
      title: 'Hvor lang tid tar det?',
      text: 'Vi setter av omtrent 45 minutter. Du kan slutte når du vil.',
    },
    kept: {
      title: 'Hva blir lagret?',
      text: 'Ingenting av det du skriver i samtalen. Meldingene er kryptert hele veien, så bare du og den frivillige kan lese dem. Samtalen slettes når den er over. Vi lagrer heller ikke hvem du er, eller hvor du skriver fra.',
      limits:
        'Den som eier nettet du bruker, kan se at du har vært her, men ikke hva du skriver. Det kan være mobilselskapet, skolen eller jobben.',
      trust:
        'To ting må du stole på: at den frivillige ikke sier det videre, og at siden vår gjør det vi lover. Koden er åpen, så andre kan sjekke den.',
    },
    between: {
      title: 'Blir det mellom oss?',
      text: 'Ja. Men ikke hvis noen kan dø eller bli alvorlig skadet, eller hvis et barn blir utsatt for vold eller overgrep. Da må den frivillige prøve å skaffe hjelp.',
      untraceable:
        'Vi kan ikke spore deg. Derfor vil den frivillige be deg ringe 113, eller si hvor du er. Den frivillige kan også spørre en vaktleder om råd. Vaktlederen kan ikke lese med uten at du ser det.',
    },
  },
  aboutLeaving: {
    title: 'Må du fort vekk herfra?',
    how: 'Trykk på «Forlat siden» øverst. Da blir skjermen tom med en gang, samtalen slettes, og en helt vanlig nettside kommer opp i stedet. På tastatur kan du trykke Shift tre ganger.',
    limits:
      'Knappen kan ikke slette historikken i nettleseren. Kan andre se telefonen eller PC-en din, er det tryggest å bruke et privat vindu.',
  },
  danger: {
    title: 'Ring 113',
    write: 'Du kan også skrive med oss',
    text: 'Du går foran i køen. Det kan likevel ta tid før noen svarer.',
    start: 'Skriv med oss',
    still: 'Er det fare for liv, ring nå. Du kan skrive her samtidig.',
  },
  refusal: {
    busy: 'Det er stor pågang nå. Vent litt, og prøv igjen.',
    busyUntil: (time: string) => `Det er stor pågang nå. Prøv igjen etter klokka ${time}.`,
    closed:
      'Køen stengte akkurat nå. Du kan prøve igjen om litt, eller ringe et av numrene øverst.',
    outdated: 'Siden er oppdatert. Last inn siden på nytt, så kan du starte.',
    failed: 'Det gikk ikke. Det er ikke din feil. Prøv en gang til.',
  },
  questions: {
    title: 'Før du går i køen',
    heading: 'Vil du fortelle litt først?',
    lead: 'Da vet den frivillige litt om hva du trenger. Du kan hoppe over alle spørsmålene.',
    danger: 'Jeg er i fare nå',
    dangerHint: 'Vi viser numrene du kan ringe, og lar deg gå foran i køen.',
    dangerTitle: 'Ring 113 hvis det er fare for liv',
    dangerText:
      'De kan sende hjelp med en gang. Det kan ikke vi. Vi ser ikke hvor du er, og det kan ta tid før noen svarer her. Du kan godt gjøre begge deler.',
    language: 'Hvilket språk vil du skrive på?',
    topic: 'Hva handler det om?',
    feeling: 'Hvordan har du det nå?',
    age: 'Hvor gammel er du?',
    ageWhy: 'Det finnes hjelp bare for unge, og hjelp bare for voksne.',
    noAnswer: 'Vil ikke svare',
    chooseLanguage: 'Velg først hvilket språk du vil skrive på.',
    submit: 'Gå til køen',
    skip: 'Gå til køen uten å svare',
    back: 'Tilbake',
    starting: 'Vi finner en plass til deg …',
    proving: 'Et øyeblikk … Det er stor pågang akkurat nå.',
  },
  waiting: {
    title: 'I kø',
    heading: 'Du står i kø',
    next: 'Du er neste i køen',
    place: (place: string) => `Du er nummer ${place} i køen`,
    placeUnknown: 'Vi finner plassen din …',
    offered: 'Nå spør vi en frivillig',
    offeredText: 'Det tar som regel under ett minutt. Du beholder plassen din uansett.',
    stay: 'La siden stå åpen, så kommer svaret her. Faller nettet ut, holder vi plassen i to minutter.',
    cameBack: 'Fint at du er tilbake. Du har samme plass som før.',
    givenBack: (alias: string) =>
      `Samtalen med ${alias} kunne ikke fortsette. Det er ikke din feil. Du har fått tilbake plassen din i køen.`,
    nobody: {
      unstaffed:
        'Vi er dessverre for få på vakt akkurat nå, så det kan ta tid. Du beholder plassen din, og vi svarer så snart noen kan. Lenger nede står det noen du kan ringe.',
      paused:
        'Vi tar en pause. Du beholder plassen din, og vi svarer når vi er tilbake. Lenger nede står det noen du kan ringe.',
    },
    box: 'Du kan begynne å skrive. Ingen kan lese det før du sender det.',
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
  conversation: {
    title: 'Samtale',
    heading: (alias: string) => `Samtale med ${alias}`,
    here: (alias: string) => `${alias} er her`,
    away: (alias: string) => `${alias} er ikke tilkoblet akkurat nå`,
    writing: (alias: string) => `${alias} skriver`,
    started: (alias: string) => `${alias} er her. Samtalen har begynt.`,
    back: (alias: string) => `${alias} er tilbake.`,
    notice: {
      who: (alias: string) =>
        `${alias} er frivillig: et medmenneske, ikke en robot og ikke helsepersonell.`,
      time: (time: string) =>
        `Vi har satt av omtrent ${time}. Ta den tiden du trenger på hvert svar. Samtalen stopper ikke av seg selv når tiden er gått.`,
      silence:
        'Blir det stille lenge, spør vi om du er her. Svarer du ikke da heller, avslutter vi.',
      between: (alias: string) =>
        `Dette blir mellom dere. Men er liv i fare, eller et barn utsatt for vold eller overgrep, må ${alias} prøve å skaffe hjelp.`,
      leader: (alias: string) =>
        `${alias} kan spørre en vaktleder om råd. Vaktlederen kan ikke lese med uten at du ser det her.`,
    },
    leader: {
      role: 'Vaktleder',
      here: (alias: string) => `${alias}, vaktleder, er med og leser det som skrives nå.`,
      left: (alias: string) => `${alias} er ikke med lenger.`,
      unread: (leader: string) =>
        `${leader} kom før meldingen ble sendt. Prøver du igjen, kan begge lese den.`,
    },
    draft: 'Det du skrev mens du ventet, er ikke sendt ennå.',
    end: 'Avslutt',
    endTitle: 'Vil du avslutte samtalen?',
    endText: 'Da slettes den hos oss. Det er helt greit å slutte når du vil.',
    endYes: 'Ja, avslutt',
    endNo: 'Nei, bli her',
    another: 'Ny frivillig',
    anotherTitle: 'Vil du snakke med en annen?',
    anotherText: (alias: string) =>
      `Det er helt greit, og ikke uhøflig. Du trenger ingen grunn. ${alias} får bare vite at du ville snakke med en annen. Du får tilbake plassen din i køen, og den nye ser ikke hva dere har skrevet. Du kan bytte én gang.`,
    anotherYes: 'Ja, finn en annen',
    silentTitle: 'Er du her fremdeles?',
    silent: {
      nudge: (alias: string, time: string) =>
        `Ta den tiden du trenger. ${alias} venter på deg. Er det stille fram til klokka ${time}, avslutter vi samtalen.`,
      asked: (alias: string) =>
        `Ta den tiden du trenger. ${alias} venter på deg, og samtalen står åpen.`,
      warning: (alias: string, time: string) =>
        `Klokka ${time} avslutter vi samtalen, om vi ikke hører fra deg. Trykk på knappen, så venter ${alias} fortsatt. Det kan du gjøre så mange ganger du vil.`,
    },
    stay: 'Ja, jeg er her',
    frame: {
      left: (time: string) =>
        `Det er omtrent ${time} igjen av tiden vi satte av. Samtalen stopper ikke av seg selv.`,
      over: 'Tiden vi satte av, er gått. Dere to bestemmer når dere er ferdige.',
      more: (alias: string) => `${alias} har satt av mer tid til deg.`,
    },
    lostTitle: (alias: string) => `Forbindelsen til ${alias} er brutt`,
    lostWords: 'Det er ikke din feil, og du mister ikke plassen. Vi prøver å få kontakt igjen.',
    choiceText: (alias: string) =>
      `${alias} har vært borte en stund. Du kan vente litt til, eller få en ny frivillig. Da får du tilbake plassen din i køen, og den nye ser ikke hva dere har skrevet.`,
    requeue: 'Få en ny frivillig',
    wait: (alias: string) => `Vent på ${alias}`,
    askedUnseen: (alias: string) =>
      `${alias} har spurt deg om noe, men vi får ikke vist det. Last inn siden på nytt.`,
    unreadTitle: (alias: string) => `${alias} kan ikke lese det du skriver`,
    unreadText: (alias: string) =>
      `Siden til ${alias} har mistet nøkkelen til samtalen. Det er ikke din feil, og du mister ikke plassen. Du kan få en ny frivillig. Da får du tilbake plassen din i køen, og den nye ser ikke hva dere har skrevet.`,
    differTitle: 'Vi får ikke kryptert samtalen',
    differText:
      'Vi kan ikke være sikre på at bare dere to kan lese den. Derfor er ingenting sendt. Du kan prøve med en ny frivillig.',
    missingTitle: 'Denne fanen mangler nøkkelen til samtalen',
    missingText:
      'Har du samtalen åpen i en annen fane, kan du fortsette der. Ellers kan du få en ny frivillig, og får tilbake plassen din i køen.',
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
        text: 'Vi hørte ikke fra deg på en stund, så plassen gikk videre. Det er helt greit. Du kan stille deg i køen igjen.',
      },
      closed: {
        title: 'Vi rakk ikke å svare deg',
        text: 'Vi beklager. Vi har stengt nå, men det er andre du kan ringe.',
      },
    },
    conversation: {
      seeker: {
        title: 'Takk for at du skrev',
        text: 'Du avsluttet samtalen. Vi håper det hjalp litt å skrive.',
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
        text: 'Det er ikke din feil, og vi beklager. Du kan starte på nytt når du vil.',
      },
      exit: {
        title: 'Du forlot siden',
        text: 'Da ble samtalen avsluttet. Du kan starte på nytt når du vil.',
      },
      keys_differ: {
        title: 'Samtalen kunne ikke krypteres',
        text: 'Vi kunne ikke være sikre på at bare dere to kunne lese den, så vi stoppet den. Du kan starte på nytt.',
      },
      silence: {
        title: 'Det ble stille',
        text: 'Vi hørte ikke fra deg på en stund, så samtalen ble avsluttet. Det er helt greit. Du er velkommen tilbake når du vil.',
      },
      keys_lost: {
        title: 'Den frivillige mistet nøkkelen til samtalen',
        text: 'Det er ikke din feil. Du kan starte på nytt når du vil.',
      },
      another: {
        title: 'Den forrige samtalen er avsluttet',
        text: 'Du kan starte på nytt og få en annen frivillig.',
      },
    },
    deleted: 'Samtalen er slettet hos oss.',
    deleting:
      'Vi vet ikke ennå om samtalen er slettet. Det skjer så snart vi får kontakt, eller av seg selv om rundt ti minutter.',
    cutShort: 'Noe av det den frivillige skrev, kom ikke fram hit.',
    lastWords: 'Den frivillige skrev til deg før samtalen ble avsluttet:',
    again: 'Start på nytt',
    othersTitle: 'Noen å ringe til',
    othersText: 'Blir det tungt igjen, kan du ringe noen av disse.',
  },
};

export default lateNb;

// Loaded together: see `words.ts`.
export { default as first } from '../nb.ts';
