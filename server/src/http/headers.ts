/** Security headers of all responses: no external or inline content, no framing, no caching by default. */

/** Content security policy of our pages: own files only, nothing inline, no frames. */
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
  // The Trusted Types policy that creates the proof-of-work worker, and accepts no other script.
  'trusted-types terskel-worker',
].join('; ');

/** All features of a permissions policy (Chromium's list, without client hints). Seekers' pages use none. */
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

/** Features that staff pages use: passkeys of this origin (rule S1), and copying a link that is shown once. */
const FOR_STAFF = new Set([
  'publickey-credentials-create',
  'publickey-credentials-get',
  'clipboard-write',
]);
const STAFF_PAGES = /^\/(?:volunteer|admin)(?:\?|$)/;

/** Paths that other sites may load: the widget and its data (rule U8). Their content is the same for all clients. */
const FOR_OTHER_SITES = /^\/(?:embed\.js|api\/intake)(?:\?|$)/;
const SHARED = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Two years, without subdomains, because the association may serve other things there. */
const HTTPS_ONLY = `max-age=${2 * 365 * 24 * 60 * 60}`;

/** For every response. Cacheable responses override `Cache-Control`: see `routes.ts` and `pages.ts`. */
const ALWAYS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};
/** For data, scripts and styles: a browser that opens one as a document gets no permissions. */
const DATA = {
  ...ALWAYS,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};
/** For worker scripts: a worker has its own policy, and needs the same COEP as its page. */
const WORKER = {
  ...ALWAYS,
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** For everything that may be shown as a page. */
const DOCUMENT = {
  ...WORKER,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
};

/** Paths that are not documents: API, sockets, health checks, and the build's assets. */
const IS_DATA = /^\/(?:api|socket\.io|assets)\/|^\/(?:healthz|readyz|embed\.js)(?:\?|$)/;
/** Scripts and styles only: other assets, such as SVG images, can be documents. */
const IS_ASSET = /^\/assets\/[\w.-]+\.(?:js|css)(?:\?|$)/;
/** The build names it after its module, `client/src/proof/worker.ts`. */
const IS_WORKER = /^\/assets\/worker-[\w-]+\.js(?:\?|$)/;

export type Headers = Readonly<Record<string, string>>;

export interface HeadersOf {
  /** Headers for a request URL (path and query). */
  readonly of: (url: string) => Headers;
  /** Headers for data. */
  readonly data: Headers;
  /** Headers for the page that answers an unreadable request. */
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
