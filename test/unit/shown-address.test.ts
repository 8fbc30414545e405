import { shownAddress } from '@terskel/server/http/served/shown-address';
import { domainToASCII } from 'node:url';
import { expect, test } from 'vitest';

test.each([
  [`https://${domainToASCII('røst.example')}`, 'røst.example'],
  ['https://chat.example.org:8443', 'chat.example.org:8443'],
  ['http://localhost:3000', 'http://localhost:3000'],
])('[U8] the poster shows %s as %s', (origin, shown) => {
  expect(shownAddress(origin)).toBe(shown);
});
