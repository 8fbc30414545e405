/** A JSON body that outlives the page. */
export function beacon(path: string, body: object): void {
  const json = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  if (navigator.sendBeacon(path, new Blob([json], { type: headers['content-type'] }))) return;
  fetch(path, { method: 'POST', keepalive: true, headers, body: json }).catch(() => {
    // Nobody is left to tell; the place runs out by itself.
  });
}
