/** Serves the metrics to Prometheus, on a separate port that visitors of the pages cannot reach. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

export interface MetricsServer {
  readonly port: number;
  close(): void;
}

/** Starts the server. Port 0 takes a free port. Rejects if the address cannot be listened on. */
export async function serveMetrics(
  { registry }: Metrics,
  host: string,
  port: number,
): Promise<MetricsServer> {
  const http = createServer(({ method, url }, response) => {
    const answer = (status: number, type: string, body: string) =>
      response.writeHead(status, { ...HEADERS, 'Content-Type': type }).end(body);
    if (method !== 'GET' || url !== '/metrics') return answer(404, 'text/plain', 'Not found');
    registry.metrics().then(
      (text) => answer(200, registry.contentType, text),
      () => answer(500, 'text/plain', 'Not known'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}
