/** The plan is a separate script, because most visits to the admin's page are for something else. */
import { lateView } from '../../parts/lazy.tsx';

export const plan = lateView(() => import('./plan-view.tsx'));
