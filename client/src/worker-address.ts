/** The address of a worker, in the form that the server's Content-Security-Policy asks for. */

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/**
 * The policy allows script addresses through this Trusted Types policy only, which a page can create once, and this one
 * accepts a single worker. Call it once in a page. The function that it returns throws for another address.
 */
export function workerAddress(allowed: string): (address: string) => string {
  const guard = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
    'terskel-worker',
    {
      createScriptURL(url) {
        if (url !== allowed) throw new TypeError('unexpected worker address');
        return url;
      },
    },
  );
  return (address) => guard?.createScriptURL(address) ?? address;
}
