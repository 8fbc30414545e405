/** The entry point of the thread that computes a release. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReleaseInput } from '../../domain/releases.ts';
import { releaseOf } from './release.ts';

parentPort?.postMessage(releaseOf(workerData as ReleaseInput), []);
