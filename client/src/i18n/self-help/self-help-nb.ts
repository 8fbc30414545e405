/** Bokmål: self-help texts, shown while waiting, after a conversation, and when intake is closed (rule U7). */
const selfHelpNb = {
  title: { waiting: 'Mens du venter', elsewhere: 'Noe som kan hjelpe litt' },
  lead: 'Du trenger ikke gjøre noe av dette. Det er her hvis du vil.',
  sound: {
    label: 'Spill en lyd når noen svarer',
    hint: 'En mild lyd med to toner. Den kommer også når du er i en annen fane. Vi spiller den når du slår den på.',
    again: 'Siden er lastet på nytt, så lyden er av. Slå den gjerne på igjen.',
    failed: 'Nettleseren din lar oss ikke spille lyd.',
  },
  breathing: {
    title: 'Pust rolig',
    about:
      'Følg sirkelen så lenge du vil. Blir du svimmel, stopper du og puster som vanlig. Virker også uten nett.',
    aboutStill:
      'Følg ordene så lenge du vil. Blir du svimmel, stopper du og puster som vanlig. Virker også uten nett.',
    start: 'Start',
    stop: 'Stopp',
    in: 'Pust inn',
    hold: 'Hold',
    out: 'Pust ut',
  },
  places: 'Møteplasser og grupper',
};

export default selfHelpNb;
export type SelfHelpWords = typeof selfHelpNb;
