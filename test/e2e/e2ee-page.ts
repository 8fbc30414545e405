/** A page that contains only the client's encryption, for tests to call. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { openChannel } from '@terskel/client/e2ee/channel';
import { confirm, confirms, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { fallbackSuite, hasNative, nativeSuite, suite } from '@terskel/client/e2ee/suite';

const e2ee = {
  ...{ confirm, confirms, createTicketKeys, decapsulate, encapsulate, firstEpoch, openChannel },
  ...{ fallbackSuite, hasNative, nativeSuite, suite },
};
export type E2ee = typeof e2ee;

Object.assign(globalThis, { e2ee });
