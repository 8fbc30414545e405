/** The first script to load: *Leave this page* and *Start*. */
import { systemClock } from '../clock.ts';
import { tabStorage } from '../storage.ts';
import { watchLeave } from './leave.ts';
import { watchStart } from './start.ts';

export { LEAVE } from './leave.ts';
export { START, begun } from './start.ts';

watchLeave(systemClock);
watchStart(tabStorage('seeker').get('session') !== null);
