/** The staff pages by keyboard alone. */
import { STATES } from '../gallery-states.ts';
import { walksThrough } from '../gallery-walk.ts';

walksThrough(Object.keys(STATES).filter((name) => STATES[name]?.page !== 'seeker'));
