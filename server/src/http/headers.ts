/** The headers of every answer, in one table: nothing from elsewhere, nothing inline; nobody may frame it or keep it. */

/** What a page of ours may load and do: its own files, nothing inline, no frames. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
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

/** Of every answer. One that may be kept says so itself: see `routes.ts` and `pages.ts`. */
const ALWAYS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};
/** Of data, scripts and styles: should a browser show one by itself, it may do nothing. */
const DATA = {
  ...ALWAYS,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};
/** Of a script that runs as a worker: it has a policy of its own, and must fit into its page (COEP). */
const WORKER = {
  ...ALWAYS,
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** Of whatever may be shown as a page. */
const DOCUMENT = {
  ...WORKER,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
};

/** No documents: what a page asks while it runs, and scripts and styles of the build. */
const IS_DATA = /^\/(?:api|socket\.io|assets)\/|^\/(?:healthz|readyz|embed\.js)(?:\?|$)/;
/** Only scripts and styles: what else stands there, such as a picture of lines, can be a document. */
const IS_ASSET = /^\/assets\/[\w.-]+\.(?:js|css)(?:\?|$)/;
/** By the name of its module, `client/src/proof/worker.ts`. */
const IS_WORKER = /^\/assets\/worker-[\w-]+\.js(?:\?|$)/;

export type Headers = Readonly<Record<string, string>>;

export interface HeadersOf {
  /** Of each answer, by what is asked for. */
  readonly of: (url: string) => Headers;
  /** Of what is no document. */
  readonly data: Headers;
  /** Of a page that answers what could not be read. */
  readonly early: Headers;
}

export function headersFor(publicUrl: string): HeadersOf {
  const secure = publicUrl.startsWith('https:') && { 'Strict-Transport-Security': HTTPS_ONLY };
  const features = FEATURES.trim().split(/\s+/);
  const policy = (allowed: ReadonlySet<string>) =>
    features.map((feature) => `${feature}=(${allowed.has(feature) ? 'self' : ''})`).join(',');
  const data = { ...DATA, ...secure };
  const worker = { ...WORKER, ...secure };
  const shared = { ...data, ...SHARED };
  const seekers = { ...DOCUMENT, ...secure, 'Permissions-Policy': policy(new Set()) };
  const staff = { ...seekers, 'Permissions-Policy': policy(FOR_STAFF) };
  function of(url: string): Headers {
    if (STAFF_PAGES.test(url)) return staff;
    if (FOR_OTHER_SITES.test(url)) return shared;
    if (IS_WORKER.test(url)) return worker;
    return IS_DATA.test(url) && (!url.startsWith('/assets/') || IS_ASSET.test(url))
      ? data
      : seekers;
  }
  return { of, data, early: seekers };
}
