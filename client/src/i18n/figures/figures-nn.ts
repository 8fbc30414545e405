/** Nynorsk: texts of the statistics on the admin's page. */
import type { FiguresWords } from '../words.ts';

const figuresNn: FiguresWords = {
  lead: 'Her ser du om nokon svara då folk trong det. Alle tal gjeld mange samla, så ingen kan kjennast igjen i dei.',
  unavailable: 'Tala kan ikkje hentast akkurat no. Prøv igjen om litt.',
  offline: 'Du er utan nett akkurat no. Prøv igjen når du har nett.',
  empty: {
    heading: 'Ingen ferdige tal enno',
    text: 'Dei første kjem etter den første heile dagen, neste morgon etter klokka 04. Til då ser du tala for i dag her.',
  },
  tooEarly: {
    day: 'Den første heile dagen er ikkje over enno.',
    week: 'Den første heile veka er ikkje over enno. Sjå på dagane så lenge.',
    month: 'Den første månaden er ikkje over enno. Sjå på dagane eller vekene så lenge.',
    quarter: 'Det første kvartalet er ikkje over enno. Sjå på månadene så lenge.',
    year: 'Det første året er ikkje over enno. Sjå på kvartala eller månadene så lenge.',
  },
  today: {
    heading: 'I dag',
    about:
      'Tala er runda ned til 5, 10, 15 og så vidare, så ingen kan følgje éin enkelt. Dei er nye kvart minutt.',
    at: (time) => `Sist henta klokka ${time}.`,
    failed: 'Nye tal kom ikkje fram. Sida prøver igjen kvart minutt.',
    atLeast: (number) => `minst ${number}`,
    few: 'færre enn 5',
    tickets: 'har kome',
    offers: 'gonger fekk ein frivillig det ikkje med seg, eller sa nei',
  },
  period: {
    heading: 'Vel periode',
    kind: 'Vis tal for',
    kinds: { day: 'Dag', week: 'Veke', month: 'Månad', quarter: 'Kvartal', year: 'År' },
    which: {
      day: 'Kva dag',
      week: 'Kva veke',
      month: 'Kva månad',
      quarter: 'Kva kvartal',
      year: 'Kva år',
    },
    older: 'Perioden før',
    newer: 'Perioden etter',
    week: (number, days) => `Veke ${number} (${days})`,
    quarter: (number, year) => `${number}. kvartal ${year}`,
    from: (period, day) => `${period} (frå ${day})`,
    shorter: 'Den perioden er kortare.',
    compared: (before) => `Til samanlikning: ${before}.`,
    nothingBefore: 'Det finst ingen tal frå perioden før.',
    startedOn: (day) => `Tala byrjar ${day}.`,
    zone: (zone) => `Ein dag går frå midnatt til midnatt (${zone}).`,
  },
  jump: 'På denne sida',
  gaps: {
    text: {
      one: 'For {n} dag manglar nokre av tala, fordi tenesta var nede. Det som blir vist, er då litt for lågt:',
      other:
        'For {n} dagar manglar nokre av tala, fordi tenesta var nede. Det som blir vist, er då litt for lågt:',
    },
    more: { one: '{n} dag til', other: '{n} dagar til' },
  },
  meaning: {
    heading: 'Kva «<5» og «skjult» tyder',
    few: '«<5» tyder 0, 1, 2, 3 eller 4.',
    hidden:
      '«Skjult» kan vere kva tal som helst. Stod det der, kunne nokon rekne seg fram til eit av dei små.',
    none: '«–» tyder at det ikkje finst noko tal, til dømes fordi det var stengt. «Ikkje vist» står der svaret måtte reknast ut av noko lite eller skjult.',
    why: 'Dette gjer vi så ingen skal kunne kjennast igjen.',
  },
  hidden: 'skjult',
  none: 'ikkje vist',
  withShare: (number, share) => `${number} (${share})`,
  hours: (number) => `${number} timar`,
  before: (value) => `før: ${value}`,
  range: {
    under: (time) => `under ${time}`,
    over: (time) => `over ${time}`,
    between: (from, to) => `mellom ${from} og ${to}`,
  },
  closed: 'Det var stengt, og ingen kom.',
  headlines: {
    heading: 'Kort sagt',
    tickets: { title: 'Kom hit', about: 'Alle som stilte seg i køen.' },
    answered: { title: 'Fekk svar', about: 'Av alle som kom.' },
    inTime: { title: 'Fekk svar innan 5 minutt', about: 'Av alle som venta.' },
    median: { title: 'Vanleg ventetid', about: 'Halvparten av dei som fekk svar, venta kortare.' },
    most: { title: 'Lang ventetid', about: 'Ni av ti av dei som fekk svar, venta kortare.' },
    better: { title: 'Hadde det betre etterpå', about: 'Av dei som svara før og etter.' },
    hours: { title: 'Vakttimar', about: 'Tid på vakt utan pause i opningstida.' },
    used: { title: 'Tid med nokon som skreiv', about: 'Målt mot vakttimane.' },
  },
  groups: {
    coming: 'Kven som kom, og korleis det gjekk',
    waiting: 'Ventetid',
    talking: 'Samtalar',
    feeling: 'Korleis folk hadde det',
    people: 'Kva det gjaldt',
    volunteers: 'Frivillige',
    heat: 'Når i veka',
  },
  onlyLonger: {
    outcomes:
      'Korleis ventinga enda, blir vist for månader, kvartal og år. På kortare tid er det så få at nokon kunne kjennast igjen.',
    waiting:
      'Ventetid finst for månader, kvartal og år. På kortare tid er det så få at nokon kunne kjennast igjen.',
    said: 'Samtalar og det folk fortel, finst for månader, kvartal og år. På kortare tid er det så få at nokon kunne kjennast igjen.',
    volunteers: 'Vakttimar finst for veker, månader, kvartal og år.',
  },
  blocks: {
    outcomes: {
      title: 'Korleis ventinga enda',
      about:
        'Alle som stilte seg i køen. Den som kjem tilbake etter ein samtale som vart broten, blir ikkje tald ein gong til.',
      labels: {
        matched: 'Fekk svar',
        cancelled: 'Gjekk ut av køen',
        tab_closed: 'Lukka sida',
        lost: 'Mista nettet',
        silent: 'Sa ikkje frå om at dei venta',
        closed: 'Køen vart stengd',
      },
    },
    trend: {
      title: 'Over tid',
      about: 'Kor mange som kom, og for månader og kvartal kor mange som fekk svar.',
      came: 'Kom',
      answered: 'Fekk svar',
    },
    waits: {
      title: 'Kor fort folk fekk svar',
      about:
        'Kor mange som hadde fått svar etter så lang tid. Prosenten er av alle som venta, også dei som gjekk. Kvart tal er med i det neste.',
    },
    leavers: {
      title: 'Kor lenge dei som gjekk, hadde venta',
      about: 'Kor mange som hadde gått utan svar etter så lang tid. Kvart tal er med i det neste.',
    },
    ends: {
      title: 'Korleis samtalane slutta',
      about: 'Samtalar etter kva som avslutta dei.',
      labels: {
        seeker: 'Den som skreiv, avslutta',
        volunteer: 'Den frivillige avslutta',
        seeker_lost: 'Den som skreiv, mista nettet',
        silence: 'Ingen skreiv meir',
        keys_differ: 'Krypteringa stemte ikkje',
        returned: 'Tilbake til køen',
        moved: 'Gjekk vidare til ein annan frivillig',
      },
    },
    durations: {
      title: 'Kor lenge samtalane varte',
      about: 'Frå samtalen byrja til han slutta.',
    },
    change: {
      title: 'Betre eller verre',
      about: 'Dei som sa korleis dei hadde det både før og etter samtalen.',
      labels: { better: 'Betre', same: 'Likt', worse: 'Verre' },
    },
    heard: {
      title: 'Kjende seg høyrde',
      about: 'Svar på «Kjende du deg høyrd?» etter samtalen.',
      labels: {
        1: 'Ikkje i det heile',
        2: 'I liten grad',
        3: 'I nokon grad',
        4: 'I stor grad',
        5: 'I svært stor grad',
      },
    },
    before: {
      title: 'Før samtalen',
      about: 'Svar på «Korleis har du det no?», frå dei som òg svara etterpå.',
    },
    after: { title: 'Etter samtalen', about: 'Svar på «Korleis har du det no?» etterpå.' },
    topics: {
      title: 'Tema',
      about: 'Det dei som skreiv, valde før samtalen. Det er lov å la vere.',
    },
    languages: { title: 'Språk', about: 'Språket dei ville skrive på.' },
    ages: { title: 'Alder', about: 'Det dei som skreiv, sa om alderen sin. Det er lov å la vere.' },
    staff: {
      title: 'Vakttimar',
      about:
        'Tid på vakt utan pause i opningstida. To frivillige i ein time er to timar. Tid med nokon som skreiv, blir òg tald i pausar og etter stengjetid, når minst fem samtalar er over. Noko kan kome i neste månad eller mangle.',
      labels: { staff: 'På vakt', busy: 'Med nokon som skreiv' },
    },
    offers: {
      title: 'Ikkje teke imot',
      about:
        'Kor ofte ein frivillig vart spurd om å svare, og ikkje gjorde det. Den som venta, hadde framleis plassen sin.',
      labels: { missed: 'Fekk det ikkje med seg', declined: 'Sa nei' },
    },
  },
  later:
    'Samtalar og det folk fortel, blir talde først når minst fem er like, kanskje i neste månad. Elles blir dei sletta etter 15 til 30 dagar.',
  noTopic: 'Valde ikkje noko',
  noAge: 'Sa ikkje alder',
  within: (time) => `innan ${time}`,
  all: 'I alt',
  allShown: 'I alt, utan «<5»',
  heat: {
    about: (quarter) => `Frå ${quarter}. Alle måndagar, tysdagar og så vidare er lagde saman.`,
    demand: 'Når folk kom',
    demandAbout:
      'Kor mange som stilte seg i køen. Jo større felt, jo fleire. Ein ring er «<5», eit kryss er «skjult».',
    staffing: 'Når frivillige var på vakt',
    staffingAbout:
      'Vakttimar. Jo større felt, jo fleire timar. Ein ring er mindre enn 1,25 timar, eit kryss er «skjult».',
    sum: 'Alle',
    sumAbout: '«Alle» er dagane lagde saman, og har sin eigen målestokk.',
    everyDay: 'Alle dagar',
    allDay: 'heile døgnet',
    hour: 'Klokka',
    most: (when, value) => `Mest: ${when}, ${value}`,
    when: (weekday, hour) => `${weekday} ${hour}`,
    noneShown: 'Ingen av dei er så mange at talet blir vist',
    none: 'Kjem når det første kvartalet er over.',
  },
  plot: {
    summary: (title, values) => `${title}. ${values}. Alle tal står i tabellen.`,
    value: (label, value) => `${label}: ${value}`,
  },
  table: 'Vis tabellen',
  tableOf: (title) => `Tabell: ${title}`,
  row: 'Kva',
  save: {
    heading: 'Ta med deg tala',
    about: 'Filene har dei same tala som sida, også «<5» og «skjult».',
    csv: 'Last ned rekneark (CSV)',
    json: 'Last ned data (JSON)',
    print: 'Skriv ut rapporten',
    failed: 'Fila vart ikkje laga. Prøv ein gong til.',
    done: (file) => `${file} ligg blant nedlastingane dine.`,
    file: (period) => `statistikk-${period}`,
    columns: {
      figure: 'Tal',
      row: 'Rad',
      period: 'Periode',
      value: 'Verdi',
      unit: 'Eining',
      share: 'Del',
    },
    units: { count: 'tal', hours: 'timar', share: 'del', wait: 'ventetid' },
  },
  report: {
    title: (period) => `Statistikk for ${period}`,
    lead: 'Her kan folk skrive med ein frivillig utan å seie kven dei er.',
    methods: 'Slik er tala laga',
    how: [
      'Tenesta lagrar berre kor mange: ingen namn, ingen adresser og ingenting av det folk skriv.',
      'Ventetid blir målt i trinn. Difor står ho som «mellom» to tider.',
      'Prosent blir berre rekna ut av to tal som står der.',
      'Ein tjukk strek er kolonne éin, ein tynn kolonne to. Ein prikka er skjult.',
    ],
    page: (page) => `Side ${page} av 2`,
  },
};

export default figuresNn;
