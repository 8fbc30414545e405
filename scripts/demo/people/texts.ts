/** What the simulated people write: short, harmless, and the same again and again. Nothing is from a real conversation. */
import type { TOPICS } from '@terskel/shared/choices';

export type Tongue = 'no' | 'en';
type Topic = (typeof TOPICS)[number];

interface Lines {
  /** A seeker's first message, by topic. */
  readonly openings: Readonly<Partial<Record<Topic, readonly string[]>>>;
  readonly anyOpening: readonly string[];
  /** A seeker's next messages, in this order; some are left out. */
  readonly onwards: readonly string[];
  readonly thanks: readonly string[];
  readonly greetings: readonly string[];
  /** A volunteer's answers, in this order. */
  readonly answers: readonly string[];
  readonly goodbyes: readonly string[];
}

export const TEXTS: Readonly<Record<Tongue, Lines>> = {
  no: {
    openings: {
      loneliness: [
        'Hei. Jeg har flyttet til en ny by, og kjenner ingen her ennå.',
        'Hei, det blir veldig stille her om kvelden.',
      ],
      anxiety: [
        'Hei. Jeg gruer meg sånn til i morgen at jeg ikke får sove.',
        'Hei. Hjertet banker så fort når jeg skal på butikken.',
      ],
      low_mood: [
        'Hei. Jeg har vært tung til sinns i noen uker nå.',
        'Jeg orker ikke så mye om dagen.',
      ],
      relationships: ['Hei. Jeg og samboeren min krangler om alt for tiden.'],
      grief: ['Hei. Bestefar døde i vår, og jeg savner ham mer nå enn før.'],
      work_school: ['Hei. Eksamen nærmer seg, og jeg får ikke begynt.'],
    },
    anyOpening: ['Hei. Jeg vet ikke helt hvor jeg skal begynne.', 'Hei, er det noen der?'],
    onwards: [
      'Takk for at du spør. Det har bygd seg opp litt etter litt.',
      'Ja, det stemmer. Det er verst om kvelden.',
      'Jeg har ikke fortalt det til noen før.',
      'Søsteren min vet litt, men jeg vil ikke være til bry.',
      'Det hjelper å gå en tur, når jeg bare kommer meg ut.',
      'Det var fint sagt. Det skal jeg tenke på.',
      'Kanskje jeg kan ringe henne i helgen.',
      'Jeg kjenner at skuldrene er litt lavere nå.',
    ],
    thanks: [
      'Takk for praten. Nå skal jeg prøve å sove.',
      'Tusen takk, dette var godt. Ha en fin kveld!',
    ],
    greetings: [
      'Hei, og velkommen. Jeg er her og lytter. Hva har du på hjertet?',
      'Hei! Så fint at du skrev. Hvordan har du det i kveld?',
    ],
    answers: [
      'Det høres tungt ut å stå i alene. Hvor lenge har det vært sånn?',
      'Jeg skjønner. Hva er det som er vanskeligst akkurat nå?',
      'Takk for at du sier det. Det er ikke lett å sette ord på.',
      'Er det noen rundt deg som vet hvordan du har det?',
      'Hva pleier å hjelpe, om så bare litt?',
      'Det er lov å synes det er vanskelig.',
      'Hva kunne vært et lite skritt, ikke et stort?',
      'Det høres ut som en god tanke.',
      'Hvordan er det å ha fortalt om det?',
    ],
    goodbyes: [
      'Takk for at du tok kontakt. Du er velkommen tilbake.',
      'Ta vare på deg selv. Vi er her søndag til torsdag.',
    ],
  },
  en: {
    openings: {
      loneliness: ['Hi. I moved here for work and I don’t know anybody yet.'],
      anxiety: ['Hello. I can’t stop worrying about tomorrow.'],
      low_mood: ['Hi. Everything has felt grey lately.'],
      work_school: ['Hi, I am behind with everything at university.'],
    },
    anyOpening: ['Hi. I am not sure where to start.', 'Hello, is somebody there?'],
    onwards: [
      'Thank you for asking. It came little by little.',
      'Yes, evenings are the hardest.',
      'I haven’t told anyone before.',
      'My flatmate knows a bit, but I don’t want to be a burden.',
      'Going for a walk helps, once I am out of the door.',
      'That is a kind way to put it.',
      'Maybe I could call my brother this weekend.',
    ],
    thanks: [
      'Thanks for listening. I will try to sleep now.',
      'Thank you, this was good. Have a nice evening!',
    ],
    greetings: [
      'Hi, and welcome. I am here to listen. What is on your mind?',
      'Hello! Good that you wrote. How are you tonight?',
    ],
    answers: [
      'That sounds hard to carry alone. How long has it been like this?',
      'I see. What is the hardest part right now?',
      'Thank you for telling me. It is not easy to find words for it.',
      'Does somebody near you know how you are?',
      'What usually helps, even a little?',
      'It is all right to find this difficult.',
      'What could be a small step, not a big one?',
      'That sounds like a good idea.',
      'How is it to have told somebody?',
    ],
    goodbyes: [
      'Thank you for getting in touch. You are welcome back.',
      'Take care of yourself. We are here from Sunday to Thursday.',
    ],
  },
};

/** Between a volunteer who has called and the leader, in this order. */
export const ASIDE: Readonly<Record<'volunteer' | 'leader', readonly string[]>> = {
  volunteer: [
    'Hei, takk for at du er her. Jeg er usikker på hva jeg skal si nå.',
    'Det var en god idé. Kan du bli med inn litt?',
  ],
  leader: [
    'Hei! Du gjør det fint. Spør gjerne hva som pleier å hjelpe.',
    'Ja, slipp meg inn når det passer.',
  ],
};

/** A leader's messages during a visit. */
export const VISIT: Readonly<Record<Tongue, readonly string[]>> = {
  no: [
    'Hei, jeg er leder på vakten i kveld, og blir med litt.',
    'Dere er i gang med noe viktig. Jeg lar dere fortsette.',
  ],
  en: [
    'Hi, I lead the shift tonight, and I will be here for a moment.',
    'You two are on to something important. I will leave you to it.',
  ],
};
