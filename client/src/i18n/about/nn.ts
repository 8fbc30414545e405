/** Nynorsk: texts of the page about the service. */
import type { AboutWords } from '../words.ts';

const aboutNn: AboutWords = {
  title: 'Om oss og personvern',
  lead: 'Vi driv denne sida. Her kan du skrive med ein frivillig utan å seie kven du er.',
  back: 'Til framsida',
  contact: {
    title: 'Kontakt oss',
    none: 'Kontaktinformasjon er ikkje lagd inn her enno.',
    responsible: 'Ansvarleg',
    email: 'E-post',
    phone: 'Telefon',
    privacy: 'Spørsmål om personvern',
  },
  parts: [
    {
      title: 'Kva vi lagrar om deg',
      texts: [
        'Vi ber ikkje om namn, og vi bruker ingen informasjonskapslar når du skriv med oss. Vi veit ikkje kven du er.',
        'Meldingane er krypterte heile vegen mellom deg og den frivillige. Vi kan ikkje lese dei. Når samtalen er over, blir han sletta. Berre ei siste helsing frå den frivillige kan liggje kryptert i opptil ti minutt, så du rekk å lese ho.',
        'Du kan fortelje litt før du startar, som tema og alder. Svara blir viste berre for den frivillige. Dei blir sletta saman med samtalen.',
        'Nettadressa di blir brukt berre medan du er tilkopla, for å stoppe misbruk. Vi skriv den aldri ned.',
        'Fana di hugsar samtalen til han er slutt, så du kan laste inn sida på nytt. «Forlat sida» slettar òg dette.',
      ],
    },
    {
      title: 'Kva krypteringa vernar',
      texts: [
        'Meldingane blir krypterte i nettlesaren din. Berre du og den frivillige har nøklane. Opnar den frivillige for ein vaktleiar, ser du namnet så lenge vaktleiaren les med. Den som lyttar på nettet eller får tak i tenaren seinare, kan ikkje lese dei.',
        'Noko må du stole på. Den som styrer tenaren medan de skriv, kan sende deg ei falsk side eller falske nøklar og lese med. Verken du eller den frivillige ville merke det.',
        'Den frivillige kan lese det du skriv, og hugse det. Det kan òg andre som bruker eininga di, om sida står open.',
        'Den som følgjer med på nettet ditt, kan sjå at du bruker denne sida, når du skriv, og om lag kor mykje. Ikkje kva du skriv.',
      ],
    },
    {
      title: 'Om du svarar på spørsmål etterpå',
      texts: [
        'Tala blir lagde til summar for heile månaden, når minst fem har svart. Ingen kan sjå kva du svara.',
        'Skriv du ein kommentar, les vi han saman med kommentarane til andre. Han blir sletta seinast etter 60 dagar.',
      ],
    },
    {
      title: 'Når det ikkje blir mellom oss',
      texts: [
        'Den frivillige må prøve å skaffe hjelp om nokon kan døy eller bli alvorleg skadd, eller om eit barn blir utsett for vald eller overgrep. Vi kan ikkje spore deg.',
      ],
    },
    {
      title: 'Rettane dine',
      texts: [
        'Vi veit ikkje kven som har skrive, så vi kan ikkje finne igjen ein samtale.',
        'Er du ikkje nøgd, kan du klage til Datatilsynet.',
      ],
      ask: 'Du kan spørje oss om kva vi lagrar, og be om innsyn eller sletting.',
    },
    {
      title: 'Sida skal verke for alle',
      texts: [
        'Sida skal kunne brukast med tastatur, skjermlesar og stor skrift, og utan rørsle. Ho blir testa mot WCAG 2.2 på nivå AA. Vi veit ikkje om feil på sidene for deg som søkjer hjelp.',
      ],
      ask: 'Er det noko som ikkje verkar for deg, vil vi gjerne vite det. Skriv til oss.',
    },
  ],
};

export default aboutNn;
