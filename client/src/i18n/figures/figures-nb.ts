/** Bokmål: texts of the statistics on the admin's page. The names of topics and ages are in `../nb.ts`. */
import type { Plural } from '../plural.ts';

const count = (forms: Plural): Plural => forms;

const figuresNb = {
  lead: 'Her ser du om noen svarte da folk trengte det. Alle tall gjelder mange samlet, så ingen kan kjennes igjen i dem.',
  unavailable: 'Tallene kan ikke hentes akkurat nå. Prøv igjen om litt.',
  offline: 'Du er uten nett akkurat nå. Prøv igjen når du har nett.',
  empty: {
    heading: 'Ingen ferdige tall ennå',
    text: 'De første kommer etter den første hele dagen, neste morgen etter klokken 04. Til da ser du tallene for i dag her.',
  },
  /** While no period of this kind has ended. */
  tooEarly: {
    day: 'Den første hele dagen er ikke over ennå.',
    week: 'Den første hele uken er ikke over ennå. Se på dagene så lenge.',
    month: 'Den første måneden er ikke over ennå. Se på dagene eller ukene så lenge.',
    quarter: 'Det første kvartalet er ikke over ennå. Se på månedene så lenge.',
    year: 'Det første året er ikke over ennå. Se på kvartalene eller månedene så lenge.',
  },
  today: {
    heading: 'I dag',
    about:
      'Tallene er rundet ned til 5, 10, 15 og så videre, så ingen kan følge én enkelt. De er nye hvert minutt.',
    at: (time: string) => `Sist hentet klokken ${time}.`,
    failed: 'Nye tall kom ikke fram. Siden prøver igjen hvert minutt.',
    atLeast: (number: string) => `minst ${number}`,
    few: 'færre enn 5',
    tickets: 'har kommet',
    offers: 'ganger fikk en frivillig det ikke med seg, eller sa nei',
  },
  period: {
    heading: 'Velg periode',
    kind: 'Vis tall for',
    kinds: { day: 'Dag', week: 'Uke', month: 'Måned', quarter: 'Kvartal', year: 'År' },
    which: {
      ...{ day: 'Hvilken dag', week: 'Hvilken uke', month: 'Hvilken måned' },
      ...{ quarter: 'Hvilket kvartal', year: 'Hvilket år' },
    },
    older: 'Perioden før',
    newer: 'Perioden etter',
    week: (number: string, days: string) => `Uke ${number} (${days})`,
    quarter: (number: string, year: string) => `${number}. kvartal ${year}`,
    /** A period that began before counting did. */
    from: (period: string, day: string) => `${period} (fra ${day})`,
    compared: (before: string) => `Til sammenligning: ${before}.`,
    shorter: 'Den perioden er kortere.',
    nothingBefore: 'Det finnes ingen tall fra perioden før.',
    startedOn: (day: string) => `Tallene begynner ${day}.`,
    zone: (zone: string) => `En dag går fra midnatt til midnatt (${zone}).`,
  },
  gaps: {
    text: count({
      one: 'For {n} dag mangler noen av tallene, fordi tjenesten var nede. Det som vises, er da litt for lavt:',
      other:
        'For {n} dager mangler noen av tallene, fordi tjenesten var nede. Det som vises, er da litt for lavt:',
    }),
    more: count({ one: '{n} dag til', other: '{n} dager til' }),
  },
  jump: 'På denne siden',
  meaning: {
    heading: 'Hva «<5» og «skjult» betyr',
    few: '«<5» betyr 0, 1, 2, 3 eller 4.',
    hidden:
      '«Skjult» kan være hvilket som helst tall. Sto det der, kunne noen regne seg fram til et av de små.',
    none: '«–» betyr at det ikke finnes noe tall, for eksempel fordi det var stengt. «Ikke vist» står der svaret måtte regnes ut av noe lite eller skjult.',
    why: 'Dette gjør vi så ingen skal kunne kjennes igjen.',
  },
  hidden: 'skjult',
  none: 'ikke vist',
  /** A share in brackets after its count. */
  withShare: (number: string, share: string) => `${number} (${share})`,
  hours: (number: string) => `${number} timer`,
  before: (value: string) => `før: ${value}`,
  range: {
    under: (time: string) => `under ${time}`,
    over: (time: string) => `over ${time}`,
    between: (from: string, to: string) => `mellom ${from} og ${to}`,
  },
  /** Of a period without any number. */
  closed: 'Det var stengt, og ingen kom.',
  headlines: {
    heading: 'Kort sagt',
    tickets: { title: 'Kom hit', about: 'Alle som stilte seg i køen.' },
    answered: { title: 'Fikk svar', about: 'Av alle som kom.' },
    inTime: { title: 'Fikk svar innen 5 minutter', about: 'Av alle som ventet.' },
    median: { title: 'Vanlig ventetid', about: 'Halvparten av dem som fikk svar, ventet kortere.' },
    most: { title: 'Lang ventetid', about: 'Ni av ti av dem som fikk svar, ventet kortere.' },
    better: { title: 'Hadde det bedre etterpå', about: 'Av dem som svarte før og etter.' },
    hours: { title: 'Vakttimer', about: 'Tid på vakt uten pause i åpningstiden.' },
    used: { title: 'Tid med noen som skrev', about: 'Målt mot vakttimene.' },
  },
  groups: {
    coming: 'Hvem som kom, og hvordan det gikk',
    waiting: 'Ventetid',
    talking: 'Samtaler',
    feeling: 'Hvordan folk hadde det',
    people: 'Hva det gjaldt',
    volunteers: 'Frivillige',
    heat: 'Når i uken',
  },
  /** Where a part of the page has nothing for this kind of period. */
  onlyLonger: {
    outcomes:
      'Hvordan ventingen endte, vises for måneder, kvartaler og år. På kortere tid er det så få at noen kunne kjennes igjen.',
    waiting:
      'Ventetid vises for måneder, kvartaler og år. På kortere tid er det så få at noen kunne kjennes igjen.',
    said: 'Samtaler og det folk forteller, vises for måneder, kvartaler og år. På kortere tid er det så få at noen kunne kjennes igjen.',
    volunteers: 'Vakttimer vises for uker, måneder, kvartaler og år.',
  },
  blocks: {
    outcomes: {
      title: 'Hvordan ventingen endte',
      about:
        'Alle som stilte seg i køen. Den som kommer tilbake etter en samtale som ble brutt, telles ikke en gang til.',
      labels: {
        matched: 'Fikk svar',
        cancelled: 'Gikk ut av køen',
        tab_closed: 'Lukket siden',
        lost: 'Mistet nettet',
        silent: 'Sa ikke fra om at de ventet',
        closed: 'Køen ble stengt',
      },
    },
    trend: {
      title: 'Over tid',
      about: 'Hvor mange som kom, og for måneder og kvartaler hvor mange som fikk svar.',
      came: 'Kom',
      answered: 'Fikk svar',
    },
    waits: {
      title: 'Hvor fort folk fikk svar',
      about:
        'Hvor mange som hadde fått svar etter så lang tid. Prosenten er av alle som ventet, også dem som gikk. Hvert tall er med i det neste.',
    },
    leavers: {
      title: 'Hvor lenge de som gikk, hadde ventet',
      about:
        'Hvor mange som hadde gått uten svar etter så lang tid. Hvert tall er med i det neste.',
    },
    ends: {
      title: 'Hvordan samtalene sluttet',
      about: 'Samtaler etter hva som avsluttet dem.',
      labels: {
        seeker: 'Den som skrev, avsluttet',
        volunteer: 'Den frivillige avsluttet',
        seeker_lost: 'Den som skrev, mistet nettet',
        silence: 'Ingen skrev mer',
        keys_differ: 'Krypteringen stemte ikke',
        returned: 'Tilbake til køen',
        moved: 'Gikk videre til en annen frivillig',
      },
    },
    durations: {
      title: 'Hvor lenge samtalene varte',
      about: 'Fra samtalen begynte til den sluttet.',
    },
    change: {
      title: 'Bedre eller verre',
      about: 'De som sa hvordan de hadde det både før og etter samtalen.',
      labels: { better: 'Bedre', same: 'Likt', worse: 'Verre' },
    },
    heard: {
      title: 'Følte seg hørt',
      about: 'Svar på «Følte du deg hørt?» etter samtalen.',
      labels: {
        1: 'Ikke i det hele tatt',
        2: 'I liten grad',
        3: 'I noen grad',
        4: 'I stor grad',
        5: 'I svært stor grad',
      },
    },
    before: {
      title: 'Før samtalen',
      about: 'Svar på «Hvordan har du det nå?», fra dem som også svarte etterpå.',
    },
    after: { title: 'Etter samtalen', about: 'Svar på «Hvordan har du det nå?» etterpå.' },
    topics: {
      title: 'Tema',
      about: 'Det de som skrev, valgte før samtalen. Det er lov å la være.',
    },
    languages: { title: 'Språk', about: 'Språket de ville skrive på.' },
    ages: { title: 'Alder', about: 'Det de som skrev, sa om alderen sin. Det er lov å la være.' },
    staff: {
      title: 'Vakttimer',
      about:
        'Tid på vakt uten pause i åpningstiden. To frivillige i en time er to timer. Tid med noen som skrev, telles også i pauser og etter stengetid, når minst fem samtaler er over. Noe kan komme i neste måned eller mangle.',
      labels: { staff: 'På vakt', busy: 'Med noen som skrev' },
    },
    offers: {
      title: 'Ikke tatt imot',
      about:
        'Hvor ofte en frivillig ble spurt om å svare, og ikke gjorde det. Den som ventet, beholdt plassen sin.',
      labels: { missed: 'Fikk det ikke med seg', declined: 'Sa nei' },
    },
  },
  /** Below the title of each part whose counts wait for others (rule T1). */
  later:
    'Samtaler og det folk forteller, telles først når minst fem er like, kanskje i neste måned. Ellers slettes de etter 15 til 30 dager.',
  noTopic: 'Valgte ikke noe',
  noAge: 'Sa ikke alder',
  within: (time: string) => `innen ${time}`,
  all: 'I alt',
  allShown: 'I alt, uten «<5»',
  heat: {
    about: (quarter: string) =>
      `Fra ${quarter}. Alle mandager, tirsdager og så videre er lagt sammen.`,
    demand: 'Når folk kom',
    demandAbout:
      'Hvor mange som stilte seg i køen. Jo større felt, jo flere. En ring er «<5», et kryss er «skjult».',
    staffing: 'Når frivillige var på vakt',
    staffingAbout:
      'Vakttimer. Jo større felt, jo flere timer. En ring er mindre enn 1,25 timer, et kryss er «skjult».',
    sum: 'Alle',
    sumAbout: '«Alle» er dagene lagt sammen, og har sin egen målestokk.',
    everyDay: 'Alle dager',
    allDay: 'hele døgnet',
    hour: 'Klokken',
    most: (when: string, value: string) => `Mest: ${when}, ${value}`,
    when: (weekday: string, hour: string) => `${weekday} ${hour}`,
    noneShown: 'Ingen av dem er så mange at tallet vises',
    none: 'Kommer når det første kvartalet er over.',
  },
  plot: {
    /** Summary of a plot for screen readers. */
    summary: (title: string, values: string) => `${title}. ${values}. Alle tall står i tabellen.`,
    value: (label: string, value: string) => `${label}: ${value}`,
  },
  table: 'Vis tabellen',
  tableOf: (title: string) => `Tabell: ${title}`,
  row: 'Hva',
  save: {
    heading: 'Ta med deg tallene',
    about: 'Filene har de samme tallene som siden, også «<5» og «skjult».',
    csv: 'Last ned regneark (CSV)',
    json: 'Last ned data (JSON)',
    print: 'Skriv ut rapporten',
    failed: 'Filen ble ikke laget. Prøv en gang til.',
    done: (file: string) => `${file} ligger blant nedlastingene dine.`,
    file: (period: string) => `statistikk-${period}`,
    columns: {
      figure: 'Tall',
      row: 'Rad',
      period: 'Periode',
      value: 'Verdi',
      unit: 'Enhet',
      share: 'Andel',
    },
    units: { count: 'antall', hours: 'timer', share: 'andel', wait: 'ventetid' },
  },
  report: {
    title: (period: string) => `Statistikk for ${period}`,
    lead: 'Her kan folk skrive med en frivillig uten å si hvem de er.',
    methods: 'Slik er tallene laget',
    how: [
      'Tjenesten lagrer bare antall: ingen navn, ingen adresser og ingenting av det folk skriver.',
      'Ventetid måles i trinn. Derfor står den som «mellom» to tider.',
      'Prosent regnes bare ut av to tall som begge vises.',
      'En tykk strek er kolonne én, en tynn kolonne to. En prikket er skjult.',
    ],
    page: (page: string) => `Side ${page} av 2`,
  },
};

export default figuresNb;
