/** Bokmål: texts of sign-in and account, which all staff pages use. */
import type { Plural } from '../plural.ts';

const count = (forms: Plural): Plural => forms;

const accountNb = {
  roles: { volunteer: 'frivillig', leader: 'vaktleder', admin: 'administrator' },
  /** The question before leaving a shift (rule O9). */
  going: {
    title: 'Vil du gå av vakt nå?',
    last: count({
      one: '{n} venter, og ingen andre er på vakt. Går du nå, får den ikke svar før noen kommer.',
      other: '{n} venter, og ingen andre er på vakt. Går du nå, får de ikke svar før noen kommer.',
    }),
    leader: count({
      one: '{n} venter, og du er den eneste vaktlederen på vakt. Går du nå, stenger køen for nye. Den som venter, beholder plassen.',
      other:
        '{n} venter, og du er den eneste vaktlederen på vakt. Går du nå, stenger køen for nye. De som venter, beholder plassen.',
    }),
    unknown:
      'Vi får ikke sjekket om noen venter akkurat nå. Er du den siste på vakt, får de som venter, ikke svar før noen kommer.',
    no: 'Bli på vakt',
    yes: 'Gå av vakt likevel',
    signOut: 'Logg ut likevel',
  },
  entry: {
    looking: 'Et øyeblikk …',
    lookingFor: 'Trenger du selv noen å skrive med?',
    seeker: 'Gå til samtalesiden',
    unavailable: 'Vi får ikke kontakt',
    again: 'Prøv igjen',
    answer: 'Svar i vinduet som enheten din har åpnet.',
    join: {
      title: 'Bli med',
      heading: 'Velkommen',
      invited: (roles: string) => `Du er invitert som ${roles}. Så fint at du vil være med!`,
      training: 'Du begynner under opplæring, og kan se deg rundt i ro og mak.',
      short: 'Dette tar et par minutter.',
      nameStep: 'Hva skal vi kalle deg?',
      name: 'Navnet ditt her',
      nameHint:
        'Dette navnet ser den du skriver med. Et fornavn er fint, og det trenger ikke være ditt eget. Ikke bruk etternavn.',
      nameStaffHint: 'Dette navnet ser de andre som logger inn. Et fornavn er nok.',
      nameMissing: 'Skriv et navn først.',
      nameOdd: 'Dette navnet har tegn vi ikke kan vise. Bruk vanlige bokstaver.',
      example: 'Slik ser den du skriver med, navnet ditt',
      keyStep: 'Slik logger du inn',
      key: 'Du logger inn med en passnøkkel. Da bruker du skjermlåsen på telefonen eller datamaskinen din: fingeravtrykk, ansikt eller kode. Du har ikke noe passord å huske, og fingeravtrykket eller ansiktet forlater aldri enheten din.',
      make: 'Lag passnøkkel og bli med',
      back: (alias: string) => `Velkommen tilbake, ${alias}`,
      recovery: 'Med denne lenken får du en ny passnøkkel på denne enheten.',
      recoveryEnds:
        'De gamle passnøklene dine slutter da å virke, og du logges ut alle andre steder.',
      makeNew: 'Lag ny passnøkkel',
      signedIn: (alias: string) =>
        `Du er logget inn her som ${alias}. Bruker du lenken, logges ${alias} ut i denne nettleseren.`,
      stay: (alias: string) => `Fortsett som ${alias}`,
    },
    signIn: {
      title: 'Logg inn',
      heading: 'Logg inn',
      lead: 'Du trenger bare passnøkkelen din: fingeravtrykk, ansikt eller koden til enheten.',
      press: 'Logg inn med passnøkkel',
      phone:
        'Har du passnøkkelen på telefonen? Velg «Bruk en telefon» i vinduet som åpner seg, og følg det som står der.',
      keeps: 'Du er logget inn i opptil 12 timer, eller til du logger ut.',
      after: {
        ended:
          'Du er blitt logget ut. Det skjer når det har gått en stund, eller når noe ved kontoen din er endret. Logger du inn igjen, fortsetter du der du var.',
        signed_out: 'Du er logget ut.',
        dead_link:
          'Lenken kan ikke brukes. Den virker bare én gang, og i tre døgn. Har du brukt den før, kan du logge inn her. Hvis ikke, ber du den som sendte deg lenken, om en ny.',
      },
      trouble: 'Virker det ikke?',
      newTitle: 'Ny telefon eller datamaskin',
      newText:
        'Har du passnøkkelen på en annen enhet, kan du bruke den i vinduet som åpner seg. Når du er inne, lager du en passnøkkel for den nye enheten også. Det gjør du under navnet ditt øverst på siden.',
      lostTitle: 'Mistet enheten med passnøkkelen',
      lostText:
        'Be en administrator om en ny lenke. Da får du en ny passnøkkel, og de gamle slutter å virke.',
      firstTitle: 'Aldri vært her før',
      firstText:
        'Første gang trenger du en lenke fra en administrator. Åpne den på enheten du vil bruke.',
    },
    problem: {
      cancelled:
        'Vi fikk ingen passnøkkel. Kanskje ble vinduet lukket, eller det tok for lang tid. Prøv igjen når du er klar.',
      already:
        'Denne enheten har allerede en passnøkkel for deg. Den kan du bruke. Vil du ha en til, lager du den på en annen enhet.',
      no_lock:
        'Enheten har ingen skjermlås ennå. Slå på kode, fingeravtrykk eller ansikt i innstillingene, og prøv igjen.',
      unsupported: 'Denne enheten kan ikke lage en slik passnøkkel. Prøv telefonen din i stedet.',
      insecure: 'Adressen øverst er ikke den riktige. Be om den rette adressen, og prøv der.',
      failed:
        'Det gikk ikke denne gangen. Prøv én gang til. Går det fortsatt ikke, prøver du en annen nettleser eller telefonen din.',
      unknown:
        'Vi kjenner ikke denne passnøkkelen. Kanskje er den fjernet. Har du en annen, kan du prøve den. Hvis ikke, ber du en administrator om en ny lenke.',
      unavailable: 'Tjenesten svarer ikke akkurat nå. Vent litt, og prøv igjen.',
      rate_limited: (time: string) =>
        `Det har vært mange forsøk fra nettet du er på. Prøv igjen etter klokka ${time}.`,
    },
    support: {
      elsewhere:
        'Denne enheten har ingen skjermlås vi kan bruke. Ha telefonen din klar, og velg «Bruk en telefon» i vinduet som åpner seg.',
      noneTitle: 'Denne nettleseren kan ikke bruke passnøkler',
      none: 'Nye utgaver av Chrome, Edge, Firefox og Safari kan det. Åpne siden i en av dem, eller bruk telefonen din.',
      insecureTitle: 'Denne adressen er ikke trygg nok',
      insecure:
        'Passnøkler virker bare på en adresse som begynner med https. Be den som inviterte deg, om den rette adressen.',
    },
    phone: {
      title: 'Vil du heller bruke telefonen?',
      text: 'Rett kameraet på telefonen mot QR-koden, og åpne siden som kommer opp.',
      code: 'QR-kode som åpner denne siden på telefonen',
      open: 'Eller skriv inn adressen:',
      secret: 'QR-koden er lenken din. Ikke vis den til andre.',
    },
  },
  account: {
    title: 'Min side',
    heading: 'Min side',
    back: 'Tilbake',
    offered: 'Noen venter på svar fra deg.',
    unread: 'Du har en ny melding.',
    show: 'Vis',
    unknown: 'Vi kunne ikke hente alt.',
    again: 'Prøv igjen',
    loading: 'Henter …',
    save: 'Lagre',
    cancel: 'Avbryt',
    profile: {
      heading: 'Navn og språk',
      name: 'Navnet ditt',
      languages: 'Språk du kan skrive på',
      languagesMissing: 'Velg minst ett språk.',
      topics: 'Temaer du tar imot',
      topicsHint:
        'Velger du ingen, får du alle temaer. Den som ikke har valgt tema, kan komme til hvem som helst.',
      saved: 'Lagret.',
    },
    passkeys: {
      heading: 'Passnøkler',
      intro:
        'Du kan logge inn med hver av disse. Ha gjerne to, så du ikke blir stengt ute hvis du mister den ene.',
      added: (when: string) => `Lagt til ${when}`,
      used: (when: string) => `sist brukt ${when}`,
      neverUsed: 'ikke brukt ennå',
      synced: 'Følger kontoen din til flere enheter',
      single: 'Bare på én enhet',
      rename: 'Gi nytt navn',
      newName: 'Nytt navn på passnøkkelen',
      remove: 'Fjern',
      removeTitle: (name: string) => `Vil du fjerne ${name}?`,
      removeText:
        'Du kan da ikke lenger logge inn med den. Den kan bli stående på enheten, men virker ikke her.',
      removeYes: 'Fjern passnøkkelen',
      removeNo: 'Behold den',
      last: 'Dette er den eneste passnøkkelen din, så den kan ikke fjernes. Uten den kommer du ikke inn igjen. Legg til en annen først.',
      full: 'Du har så mange passnøkler som du kan ha. Fjern en du ikke bruker.',
      add: 'Legg til en passnøkkel',
      addHint: 'På denne enheten, eller på telefonen om du velger det i vinduet som åpner seg.',
      done: {
        add: 'Passnøkkelen er lagt til.',
        rename: 'Navnet er endret.',
        remove: 'Passnøkkelen er fjernet.',
      },
    },
    signIns: {
      heading: 'Her er du logget inn',
      here: 'Denne enheten',
      unknown: 'Ukjent enhet',
      since: (when: string) => `Logget inn ${when}`,
      end: 'Logg ut',
      others: 'Logg ut alle andre steder',
      onlyHere: 'Du er ikke logget inn noe annet sted.',
      strange: 'Ser du noe du ikke kjenner igjen? Logg det ut, og si fra til en administrator.',
      done: 'Logget ut.',
    },
    second: {
      title: 'Vil du ha en ekstra passnøkkel?',
      text: 'Passnøkkelen din ligger bare på denne ene enheten. Mister du den, kommer du ikke inn. Legg derfor gjerne til en på telefonen også.',
      yes: 'Legg til en til',
      no: 'Ikke nå',
    },
    today: (time: string) => `i dag klokka ${time}`,
  },
};

export default accountNb;
