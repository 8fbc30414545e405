/** Every route that the server's router has, however it got there: `GET /path`. */
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
  // Nothing is asked of it: it is looked at alone.
  const parts = { domain: {}, publicUrl: 'http://localhost', pages: '/nowhere' } as Routes;
  const { stack } = createHttp(parts).router as unknown as { readonly stack: readonly Layer[] };
  return routesIn(stack);
}
