/** Each state of the staff pages is accessible. */
import { looksAt } from './gallery-looks.ts';
import { STATES } from './gallery-states.ts';

looksAt(Object.keys(STATES).filter((state) => STATES[state]?.page !== 'seeker'));
