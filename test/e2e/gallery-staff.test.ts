/** Each state of the pages of staff is readable by all. */
import { looksAt } from './gallery-looks.ts';
import { STATES } from './gallery-states.ts';

looksAt(Object.keys(STATES).filter((state) => STATES[state]?.page !== 'seeker'));
