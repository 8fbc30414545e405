import { LEAVE_BODY_BYTES, paddedBody } from '@terskel/shared/padding';

/** A JSON body that outlives the page. Some browsers that guard their people's privacy have no beacons. */
export function beacon(path: string, body: object): void {
  const json = paddedBody(body, LEAVE_BODY_BYTES);
  const headers = { 'content-type': 'application/json' };
  const blob = new Blob([json], { type: headers['content-type'] });
  if ('sendBeacon' in navigator && navigator.sendBeacon(path, blob)) return;
  fetch(path, { method: 'POST', keepalive: true, headers, body: json }).catch(() => {
    // Nobody is left to tell; the place runs out by itself.
  });
}
