/** Nynorsk: texts of the widget on other sites. */
import { nynorskDay } from '../nn-days.ts';
import type { EmbedWords } from '../words.ts';

const embedNn: EmbedWords = {
  title: 'Treng du nokon å skrive med?',
  looking: 'Sjekkar om nokon kan svare …',
  states: {
    open: 'Ope no',
    busy: 'Ope no, men mange ventar',
    full: 'Køen er full akkurat no',
    closed: 'Ikkje ope no',
    unknown: 'Vi får ikkje kontakt akkurat no',
  },
  opens: (when) => `Vi opnar igjen ${when}.`,
  dayAt: (day, time) => `${nynorskDay(day)} kl. ${time}`,
  write: 'Skriv med oss',
  others: 'Sjå kven du kan ringje no',
  newTab: 'opnar i ny fane',
  talk: 'Nokon å snakke med, heile døgnet:',
  danger: 'Fare for liv?',
  call: (number) => `Ring ${number}`,
};

export default embedNn;
