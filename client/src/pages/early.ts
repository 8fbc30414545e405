/** What loads before all else. */
import { systemClock } from '../clock.ts';
import { watchLeave } from './leave.ts';

export { LEAVE } from './leave.ts';

watchLeave(systemClock);
