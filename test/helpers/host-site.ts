/** A third-party site on a separate origin, whose policy allows the service only, and only as much as needed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostSite extends AsyncDisposable {
  readonly origin: string;
}

/** The policy that a site needs (client/README.md, *Widget and poster*), plus only its own icon. */
function policyWith(service: string): string {
  return [
    ...["default-src 'none'", 'img-src data:', `script-src ${service}`, `connect-src ${service}`],
    ...["base-uri 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"],
  ].join('; ');
}

/** Serves this page only, under a host name that shares no cookies with the service's. */
export async function hostSite(
  service: string,
  html: string,
  policy = policyWith(service),
): Promise<HostSite> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.end(html);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
