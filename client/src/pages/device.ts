/** Name of a device in its owner's list of sign-ins: browser and system only, nothing more specific. */

/** The part of `navigator` that is needed; `userAgentData` where the browser has it. */
export interface Speaking {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string }[];
    readonly platform: string;
  };
  /** iPads identify as Macs, but no Mac has a touch screen. */
  readonly maxTouchPoints?: number;
}

/** The first match counts, because most browsers also name the browsers they derive from. */
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

/** For example `Firefox, Windows`. */
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
