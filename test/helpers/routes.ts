/** Every route in the server's router, as `GET /path`, no matter how it was registered. */
import type { Routes } from '@terskel/server/http/routes';
import { createHttp } from '@terskel/server/http/routes';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

function routesIn(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => [
    ...Object.keys(route?.methods ?? {}).map((method) => `${method.toUpperCase()} ${route?.path}`),
    ...routesIn(handle.stack ?? []),
  ]);
}

export function serverRoutes(): string[] {
  // The router is only inspected, never called.
  const parts = { domain: {}, publicUrl: 'http://localhost', pages: '/nowhere' } as Routes;
  const { stack } = createHttp(parts).router as unknown as { readonly stack: readonly Layer[] };
  return routesIn(stack);
}
