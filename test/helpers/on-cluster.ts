import { startTestCluster } from './many-redis.ts';
import { onSharedStore } from './store-kinds.ts';

onSharedStore(startTestCluster);
