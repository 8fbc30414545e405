/** Nynorsk: texts of sign-in and account, which all staff pages use. */
import type { AccountWords } from '../words.ts';

const accountNn: AccountWords = {
  roles: { volunteer: 'frivillig', leader: 'vaktleiar', admin: 'administrator' },
  going: {
    title: 'Vil du gå av vakt no?',
    last: {
      one: '{n} ventar, og ingen andre er på vakt. Går du no, er det ingen som svarar før nokon kjem på vakt.',
      other:
        '{n} ventar, og ingen andre er på vakt. Går du no, er det ingen som svarar før nokon kjem på vakt.',
    },
    leader: {
      one: '{n} ventar, og du er den einaste vaktleiaren på vakt. Går du no, stengjer køen for nye. Den som ventar, har framleis plassen sin.',
      other:
        '{n} ventar, og du er den einaste vaktleiaren på vakt. Går du no, stengjer køen for nye. Dei som ventar, har framleis plassen sin.',
    },
    unknown:
      'Vi får ikkje sjekka om nokon ventar akkurat no. Er du den siste på vakt, får dei som ventar, ikkje svar før nokon kjem.',
    no: 'Bli på vakt',
    yes: 'Gå av vakt likevel',
    signOut: 'Logg ut likevel',
  },
  entry: {
    looking: 'Ein augneblink …',
    lookingFor: 'Treng du sjølv nokon å skrive med?',
    seeker: 'Gå til samtalesida',
    unavailable: 'Vi får ikkje kontakt',
    again: 'Prøv igjen',
    answer: 'Svar i vindauget som eininga di har opna.',
    join: {
      title: 'Bli med',
      heading: 'Velkomen',
      invited: (roles) => `Du er invitert som ${roles}. Så fint at du vil vere med!`,
      training: 'Du byrjar under opplæring, og kan sjå deg rundt i ro og mak.',
      short: 'Dette tek eit par minutt.',
      nameStep: 'Kva skal vi kalle deg?',
      name: 'Namnet ditt her',
      nameHint:
        'Dette namnet ser den du skriv med. Eit førenamn er fint, og det treng ikkje vere ditt eige. Ikkje bruk etternamn.',
      nameStaffHint: 'Dette namnet ser dei andre som loggar inn. Eit førenamn er nok.',
      nameMissing: 'Skriv eit namn først.',
      nameOdd: 'Dette namnet har teikn vi ikkje kan vise. Bruk vanlege bokstavar.',
      example: 'Slik ser den du skriv med, namnet ditt',
      keyStep: 'Slik loggar du inn',
      key: 'Du loggar inn med ein passnøkkel. Då bruker du skjermlåsen på telefonen eller datamaskina di: fingeravtrykk, ansikt eller kode. Du har ikkje noko passord å hugse, og fingeravtrykket eller ansiktet forlèt aldri eininga di.',
      make: 'Lag passnøkkel og bli med',
      back: (alias) => `Velkomen tilbake, ${alias}`,
      recovery: 'Med denne lenkja får du ein ny passnøkkel på denne eininga.',
      recoveryEnds:
        'Dei gamle passnøklane dine sluttar då å verke, og du blir logga ut alle andre stader.',
      makeNew: 'Lag ny passnøkkel',
      signedIn: (alias) =>
        `Du er logga inn her som ${alias}. Bruker du lenkja, blir ${alias} logga ut i denne nettlesaren.`,
      stay: (alias) => `Hald fram som ${alias}`,
    },
    signIn: {
      title: 'Logg inn',
      heading: 'Logg inn',
      lead: 'Du treng berre passnøkkelen din: fingeravtrykk, ansikt eller koden til eininga.',
      press: 'Logg inn med passnøkkel',
      phone:
        'Har du passnøkkelen på telefonen? Vel «Bruk ein telefon» i vindauget som opnar seg, og følg det som står der.',
      keeps: 'Du er logga inn i opptil 12 timar, eller til du loggar ut.',
      after: {
        ended:
          'Du er blitt logga ut. Det skjer når det har gått ei stund, eller når noko ved kontoen din er endra. Loggar du inn igjen, held du fram der du var.',
        signed_out: 'Du er logga ut.',
        dead_link:
          'Lenkja kan ikkje brukast. Ho verkar berre éin gong, og i tre døgn. Har du brukt ho før, kan du logge inn her. Om ikkje ber du den som sende deg lenkja, om ei ny.',
      },
      trouble: 'Verkar det ikkje?',
      newTitle: 'Ny telefon eller datamaskin',
      newText:
        'Har du passnøkkelen på ei anna eining, kan du bruke ho i vindauget som opnar seg. Når du er inne, lagar du ein passnøkkel for den nye eininga òg. Det gjer du under namnet ditt øvst på sida.',
      lostTitle: 'Mista eininga med passnøkkelen',
      lostText:
        'Be ein administrator om ei ny lenkje. Då får du ein ny passnøkkel, og dei gamle sluttar å verke.',
      firstTitle: 'Aldri vore her før',
      firstText:
        'Første gong treng du ei lenkje frå ein administrator. Opne ho på eininga du vil bruke.',
    },
    problem: {
      cancelled:
        'Vi fekk ingen passnøkkel. Kanskje vart vindauget lukka, eller det tok for lang tid. Prøv igjen når du er klar.',
      already:
        'Denne eininga har allereie ein passnøkkel for deg. Den kan du bruke. Vil du ha ein til, lagar du han på ei anna eining.',
      no_lock:
        'Eininga har ingen skjermlås enno. Slå på kode, fingeravtrykk eller ansikt i innstillingane, og prøv igjen.',
      unsupported: 'Denne eininga kan ikkje lage ein slik passnøkkel. Prøv telefonen din i staden.',
      insecure: 'Adressa øvst er ikkje den rette. Be om den rette adressa, og prøv der.',
      failed:
        'Det gjekk ikkje denne gongen. Prøv éin gong til. Går det framleis ikkje, prøver du ein annan nettlesar eller telefonen din.',
      unknown:
        'Vi kjenner ikkje denne passnøkkelen. Kanskje er han fjerna. Har du ein annan, kan du prøve han. Om ikkje ber du ein administrator om ei ny lenkje.',
      unavailable: 'Tenesta svarar ikkje akkurat no. Vent litt, og prøv igjen.',
      rate_limited: (time) =>
        `Det har vore mange forsøk frå nettet du er på. Prøv igjen etter klokka ${time}.`,
    },
    support: {
      elsewhere:
        'Denne eininga har ingen skjermlås vi kan bruke. Ha telefonen din klar, og vel «Bruk ein telefon» i vindauget som opnar seg.',
      noneTitle: 'Denne nettlesaren kan ikkje bruke passnøklar',
      none: 'Nye utgåver av Chrome, Edge, Firefox og Safari kan det. Opne sida i ein av dei, eller bruk telefonen din.',
      insecureTitle: 'Denne adressa er ikkje trygg nok',
      insecure:
        'Passnøklar verkar berre på ei adresse som byrjar med https. Be den som inviterte deg, om den rette adressa.',
    },
    phone: {
      title: 'Vil du heller bruke telefonen?',
      text: 'Rett kameraet på telefonen mot QR-koden, og opne sida som kjem opp.',
      code: 'QR-kode som opnar denne sida på telefonen',
      open: 'Eller skriv inn adressa:',
      secret: 'QR-koden er lenkja di. Ikkje vis han til andre.',
    },
  },
  account: {
    title: 'Mi side',
    heading: 'Mi side',
    back: 'Tilbake',
    offered: 'Nokon ventar på svar frå deg.',
    unread: 'Du har ei ny melding.',
    show: 'Vis',
    unknown: 'Vi kunne ikkje hente alt.',
    again: 'Prøv igjen',
    loading: 'Hentar …',
    save: 'Lagre',
    cancel: 'Avbryt',
    profile: {
      heading: 'Namn og språk',
      name: 'Namnet ditt',
      languages: 'Språk du kan skrive på',
      languagesMissing: 'Vel minst eitt språk.',
      topics: 'Tema du tek imot',
      topicsHint:
        'Vel du ingen, får du alle tema. Den som ikkje har valt tema, kan kome til kven som helst.',
      saved: 'Lagra.',
    },
    passkeys: {
      heading: 'Passnøklar',
      intro:
        'Du kan logge inn med kvar av desse. Ha gjerne to, så du ikkje blir stengd ute om du mistar den eine.',
      added: (when) => `Lagd til ${when}`,
      used: (when) => `sist brukt ${when}`,
      neverUsed: 'ikkje brukt enno',
      synced: 'Følgjer kontoen din til fleire einingar',
      single: 'Berre på éi eining',
      rename: 'Gi nytt namn',
      newName: 'Nytt namn på passnøkkelen',
      remove: 'Fjern',
      removeTitle: (name) => `Vil du fjerne ${name}?`,
      removeText:
        'Då kan du ikkje lenger logge inn med han. Han kan bli ståande på eininga, men verkar ikkje her.',
      removeYes: 'Fjern passnøkkelen',
      removeNo: 'Ta vare på han',
      last: 'Dette er den einaste passnøkkelen din, så han kan ikkje fjernast. Utan han kjem du ikkje inn igjen. Legg til ein annan først.',
      full: 'Du har så mange passnøklar som du kan ha. Fjern ein du ikkje bruker.',
      add: 'Legg til ein passnøkkel',
      addHint: 'På denne eininga, eller på telefonen om du vel det i vindauget som opnar seg.',
      done: {
        add: 'Passnøkkelen er lagd til.',
        rename: 'Namnet er endra.',
        remove: 'Passnøkkelen er fjerna.',
      },
    },
    signIns: {
      heading: 'Her er du logga inn',
      here: 'Denne eininga',
      unknown: 'Ukjend eining',
      since: (when) => `Logga inn ${when}`,
      end: 'Logg ut',
      others: 'Logg ut alle andre stader',
      onlyHere: 'Du er ikkje logga inn nokon annan stad.',
      strange: 'Ser du noko du ikkje kjenner igjen? Logg det ut, og sei frå til ein administrator.',
      done: 'Logga ut.',
    },
    second: {
      title: 'Vil du ha ein ekstra passnøkkel?',
      text: 'Passnøkkelen din ligg berre på denne eine eininga. Mistar du ho, kjem du ikkje inn. Legg difor gjerne til ein på telefonen òg.',
      yes: 'Legg til ein til',
      no: 'Ikkje no',
    },
    today: (time) => `i dag klokka ${time}`,
  },
};

export default accountNn;
