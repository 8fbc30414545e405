/** The headers of every answer, in one table: nothing from elsewhere, nothing inline; nobody may frame it or keep it. */

/** What a page of ours may load and do: its own files, nothing inline, no frames. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The guard that makes the worker of proofs of work, and knows no other script.
  'trusted-types terskel-worker',
].join('; ');

/** All that a page could ask the browser for (Chromium's list, without the hints of headers): seekers' pages ask for nothing. */
const FEATURES = `
  accelerometer aria-notify autoplay browsing-topics camera captured-surface-control clipboard-read
  clipboard-write compute-pressure deferred-fetch deferred-fetch-minimal digital-credentials-create
  digital-credentials-get display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid
  identity-credentials-get idle-detection interest-cohort keyboard-map language-detector language-model
  local-fonts local-network local-network-access loopback-network magnetometer
  media-playback-while-not-visible microphone midi on-device-speech-recognition otp-credentials payment
  picture-in-picture private-state-token-issuance private-state-token-redemption
  publickey-credentials-create publickey-credentials-get screen-wake-lock serial speaker-selection
  storage-access summarizer sync-xhr translator unload usb window-management xr-spatial-tracking
`;

/** What the pages of the staff ask for: passkeys of their own (rule S1), and to copy a link that is shown once. */
const FOR_STAFF = new Set([
  'publickey-credentials-create',
  'publickey-credentials-get',
  'clipboard-write',
]);
const STAFF_PAGES = /^\/(?:volunteer|admin)(?:\?|$)/;

/** What other sites may load: the door, and what it asks (rule U8). Neither depends on who asks. */
const FOR_OTHER_SITES = /^\/(?:embed\.js|api\/intake)(?:\?|$)/;
const SHARED = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Two years, of this host alone: what else the association serves under its domain is not ours to bind. */
const HTTPS_ONLY = `max-age=${2 * 365 * 24 * 60 * 60}`;

/** An answer that may be kept says so itself: see `routes.ts`. */
const ALWAYS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
};

export type Headers = Readonly<Record<string, string>>;

/** Of each answer by what is asked for. `lean` is without what speaks of pages alone: for polls, which come often and over bad networks. */
export interface HeadersOf {
  readonly lean: Headers;
  readonly of: (url: string) => Headers;
}

export function headersFor(publicUrl: string): HeadersOf {
  const secure = publicUrl.startsWith('https:');
  const lean = { ...ALWAYS, ...(secure && { 'Strict-Transport-Security': HTTPS_ONLY }) };
  const features = FEATURES.trim().split(/\s+/);
  const policy = (allowed: ReadonlySet<string>) =>
    features.map((feature) => `${feature}=(${allowed.has(feature) ? 'self' : ''})`).join(', ');
  const seekers = { ...lean, 'Permissions-Policy': policy(new Set()) };
  const staff = { ...lean, 'Permissions-Policy': policy(FOR_STAFF) };
  const shared = { ...seekers, ...SHARED };
  const of = (url: string) => (FOR_OTHER_SITES.test(url) ? shared : seekers);
  return { lean, of: (url) => (STAFF_PAGES.test(url) ? staff : of(url)) };
}
