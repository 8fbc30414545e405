/** All rows by name, in the order of the table. */
import type { Row } from '../harness/result.ts';
import { append } from './append.ts';
import { connect, storm } from './connect.ts';
import { crowd } from './crowd.ts';
import { dashboard } from './dashboard.ts';
import { floods } from './floods.ts';
import { queue } from './queue.ts';
import { relay } from './relay.ts';
import { release } from './release.ts';
import { start } from './start.ts';
import { steps } from './steps.ts';
import { weight } from './weight.ts';

export const rows: Readonly<Record<string, Row>> = {
  ...{
    relay,
    steps,
    append,
    queue,
    crowd,
    connect,
    storm,
    floods,
    weight,
    start,
    release,
    dashboard,
  },
};
