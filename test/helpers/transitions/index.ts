import { asides, calls, visits } from './calls.ts';
import { returns } from './returns.ts';
import { stuck } from './stuck.ts';
import { transfers } from './transfers.ts';
import type { Transition } from './transition.ts';

export const TRANSITIONS: readonly Transition[] = [
  ...transfers,
  ...calls,
  ...asides,
  ...visits,
  ...returns,
  ...stuck,
];
