/**
 * Bokmål: texts of the page about the service. Only the server reads them. The association's name is the heading above
 * them.
 */
const aboutNb = {
  title: 'Om oss og personvern',
  lead: 'Vi driver denne siden. Her kan du skrive med en frivillig uten å si hvem du er.',
  back: 'Til forsiden',
  contact: {
    title: 'Kontakt oss',
    none: 'Kontaktinformasjon er ikke lagt inn her ennå.',
    responsible: 'Ansvarlig',
    email: 'E-post',
    phone: 'Telefon',
    privacy: 'Spørsmål om personvern',
  },
  parts: [
    {
      title: 'Hva vi lagrer om deg',
      texts: [
        'Vi ber ikke om navn, og vi bruker ingen informasjonskapsler når du skriver med oss. Vi vet ikke hvem du er.',
        'Meldingene er kryptert hele veien mellom deg og den frivillige. Vi kan ikke lese dem. Når samtalen er over, slettes den. Bare en siste hilsen fra den frivillige kan ligge kryptert i opptil ti minutter, så du rekker å lese den.',
        'Du kan fortelle litt før du starter, som tema og alder. Svarene vises bare for den frivillige. De slettes sammen med samtalen.',
        'Nettadressen din brukes bare mens du er tilkoblet, for å stoppe misbruk. Vi skriver den aldri ned.',
        'Fanen din husker samtalen til den er slutt, så du kan laste siden på nytt. «Forlat siden» sletter også dette.',
      ],
    },
    {
      title: 'Hva krypteringen beskytter',
      texts: [
        'Meldingene krypteres i nettleseren din. Bare du og den frivillige har nøklene. Åpner den frivillige for en vaktleder, ser du navnet så lenge vaktlederen leser med. Den som lytter på nettet eller får tak i serveren senere, kan ikke lese dem.',
        'Noe må du stole på. Den som styrer serveren mens dere skriver, kan sende deg en falsk side eller falske nøkler og lese med. Verken du eller den frivillige ville merke det.',
        'Den frivillige kan lese det du skriver, og huske det. Det kan også andre som bruker enheten din, hvis siden står åpen.',
        'Den som følger med på nettet ditt, kan se at du bruker denne siden, når du skriver, og omtrent hvor mye. Ikke hva du skriver.',
      ],
    },
    {
      title: 'Hvis du svarer på spørsmål etterpå',
      texts: [
        'Tallene legges til summer for hele måneden, når minst fem har svart. Ingen kan se hva du svarte.',
        'Skriver du en kommentar, leser vi den sammen med andres. Den slettes senest etter 60 dager.',
      ],
    },
    {
      title: 'Når det ikke blir mellom oss',
      texts: [
        'Den frivillige må prøve å skaffe hjelp hvis noen kan dø eller bli alvorlig skadet, eller hvis et barn blir utsatt for vold eller overgrep. Vi kan ikke spore deg.',
      ],
    },
    {
      title: 'Rettighetene dine',
      texts: [
        'Vi vet ikke hvem som har skrevet, så vi kan ikke finne igjen en samtale.',
        'Er du ikke fornøyd, kan du klage til Datatilsynet.',
      ],
      ask: 'Du kan spørre oss om hva vi lagrer, og be om innsyn eller sletting.',
    },
    {
      title: 'Siden skal virke for alle',
      texts: [
        'Siden skal kunne brukes med tastatur, skjermleser og stor skrift, og uten bevegelse. Den testes mot WCAG 2.2 på nivå AA. Vi vet ikke om noen feil på sidene for deg som søker hjelp.',
      ],
      ask: 'Er det noe som ikke virker for deg, vil vi gjerne vite det. Skriv til oss.',
    },
  ],
};

export default aboutNb;
