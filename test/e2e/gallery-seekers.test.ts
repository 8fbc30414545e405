/** Each state of a seeker’s pages is readable by all. */
import { looksAt } from './gallery-looks.ts';
import { STATES } from './gallery-states.ts';

looksAt(Object.keys(STATES).filter((state) => STATES[state]?.page === 'seeker'));
