import { LEAVE_BODY_BYTES, paddedBody } from '@terskel/shared/padding';

/** Sends a JSON body from a page that is being unloaded. Some privacy-focused browsers lack `sendBeacon`. */
export function beacon(path: string, body: object): void {
  const json = paddedBody(body, LEAVE_BODY_BYTES);
  const headers = { 'content-type': 'application/json' };
  const blob = new Blob([json], { type: headers['content-type'] });
  if ('sendBeacon' in navigator && navigator.sendBeacon(path, blob)) return;
  fetch(path, { method: 'POST', keepalive: true, headers, body: json }).catch(() => {
    // The page is gone, so no error can be shown; the service's timeout frees the place.
  });
}
