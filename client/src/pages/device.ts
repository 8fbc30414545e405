/** What a device goes by among its owner's sign-ins: browser and system in words, and nothing finer than that. */

/** As much of `navigator` as tells it; `userAgentData` where the browser has it. */
export interface Speaking {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string }[];
    readonly platform: string;
  };
  /** iPads say that they are Macs; no Mac has a screen to touch. */
  readonly maxTouchPoints?: number;
}

/** The first that fits counts: most browsers also bear the names of those that they come from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\/|Microsoft Edge/, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser|Samsung Internet/, 'Samsung Internet'],
  [/Vivaldi/, 'Vivaldi'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Brave/, 'Brave'],
  [/CriOS|Chrome|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/CrOS|Chrome ?OS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** Such as `Firefox, Windows`. */
export function deviceName({ userAgent, userAgentData, maxTouchPoints = 0 }: Speaking): string {
  const brands = userAgentData?.brands.map(({ brand }) => brand).join(' ') ?? '';
  const browser = first(BROWSERS, `${brands} ${userAgent}`) ?? 'Browser';
  const found = first(SYSTEMS, userAgentData?.platform ?? '') ?? first(SYSTEMS, userAgent);
  const system = found === 'Mac' && maxTouchPoints > 1 ? 'iPad' : found;
  return system === undefined ? browser : `${browser}, ${system}`;
}

function first(known: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return known.find(([sign]) => sign.test(text))?.[1];
}
