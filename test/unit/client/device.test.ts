/** The name of a device in its owner's list of sessions: browser and system only (rule S2). */
import { deviceName } from '@terskel/client/pages/device';
import { Device } from '@terskel/shared/staff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const CHROMIUM = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0';
const IOS = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('[S2] the name of a device', () => {
  test.each([
    [
      'Firefox, Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0',
    ],
    ['Firefox, Android', 'Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0'],
    ['Chrome, Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM} Safari/537.36`],
    [
      'Edge, Windows',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM} Safari/537.36 Edg/150.0.0.0`,
    ],
    ['Opera, Linux', `Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM} Safari/537.36 OPR/130.0.0.0`],
    ['Chrome, ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROMIUM} Safari/537.36`],
    [
      'Samsung Internet, Android',
      `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
    ],
    [
      'Safari, iPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${IOS} Version/26.0 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Chrome, iPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${IOS} CriOS/150.0 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Safari, Mac',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${IOS} Version/26.0 Safari/605.1.15`,
    ],
    ['Browser', 'something of its own'],
  ])('[S2] %s', (name, userAgent) => {
    expect(deviceName({ userAgent })).toBe(name);
  });

  test('[S2] an iPad identifies as a Mac and is recognised by its touch points', () => {
    const userAgent = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${IOS} Version/26.0 Safari/605.1.15`;
    expect(deviceName({ userAgent, maxTouchPoints: 5 })).toBe('Safari, iPad');
  });

  test('[S2] comes from the brands where the browser provides them', () => {
    const userAgent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM} Safari/537.36`;
    const brands = [{ brand: 'Not;A=Brand' }, { brand: 'Chromium' }, { brand: 'Brave' }];
    expect(deviceName({ userAgent, userAgentData: { brands, platform: 'Windows' } })).toBe(
      'Brave, Windows',
    );
  });

  test('[S2] for any user agent, is a short name from fixed lists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (userAgent, platform) => {
        const name = deviceName({ userAgent, userAgentData: { brands: [], platform } });
        expect(Device.safeParse(name).data).toBe(name);
        expect(name).toMatch(/^[A-Z][A-Za-z ]+(?:, [A-Za-z]+)?$/);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
