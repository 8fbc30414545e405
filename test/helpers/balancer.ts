/** Runs the example load balancer configurations unchanged, except for addresses, certificate and directories. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBalancer, type Balancer } from '../../scripts/balancers.ts';
import { ended, spawnBound, stop } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { freePorts } from './ports.ts';
import { until } from './service.ts';

export interface RunningBalancer extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  /** Everything it has written so far: standard output, standard error and files. */
  written(): Promise<string>;
}

/** Replaces placeholder lines of an example configuration. Throws if one of them is missing from the example. */
function filledIn(example: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the example does not contain: ${from}`);
    return text.replaceAll(from, to);
  }, example);
}

export async function startBalancer(
  name: Balancer,
  nodes: readonly [number, number],
): Promise<RunningBalancer> {
  const [program, [port]] = await Promise.all([findBalancer(name), freePorts(1)]);
  const dir = await mkdtemp(join(tmpdir(), 'terskel-balancer-'));
  const file = { nginx: 'nginx.conf', haproxy: 'haproxy.cfg' }[name];
  const example = await readFile(join(ROOT, 'scripts', 'balancers', file), 'utf8');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const here = {
    nginx: {
      'listen 443 ssl;': `listen 127.0.0.1:${port};`,
      'ssl_certificate     /etc/ssl/chat.example.org/fullchain.pem;': '',
      'ssl_certificate_key /etc/ssl/chat.example.org/privkey.pem;': '',
      'access_log off;': `access_log off;${temporary.map((what) => `${what}_temp_path ${dir}/${what};`).join('')}`,
    },
    haproxy: {
      'bind :443 ssl crt /etc/haproxy/chat.example.org.pem alpn http/1.1': `bind 127.0.0.1:${port}`,
    },
  }[name];
  const config = join(dir, file);
  const addresses = {
    '10.0.0.11:3000': `127.0.0.1:${nodes[0]}`,
    '10.0.0.12:3000': `127.0.0.1:${nodes[1]}`,
  };
  await writeFile(config, filledIn(example, { ...here, ...addresses }));
  const owner = process.getuid?.() === 0 ? ' user root;' : '';
  const args = {
    nginx: ['-c', config, '-p', dir, '-e', 'stderr', '-g', `daemon off; pid ${dir}/pid;${owner}`],
    haproxy: ['-db', '-f', config],
  }[name];
  const child = spawnBound(program, args, {
    whenWeDie: 'TERM',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const end = ended(child);
  const died = end.then(({ how }) => {
    throw new Error(`${name} ${how}: ${output}`);
  });
  died.catch(() => {});
  const origin = `http://127.0.0.1:${port}`;
  const answers = until(async () => (await fetch(`${origin}/healthz`).catch(() => null)) !== null);
  await Promise.race([answers, died]);
  return {
    port,
    origin,
    async written() {
      const names = await readdir(dir, { recursive: true, withFileTypes: true });
      const files = names.filter((entry) => entry.isFile() && entry.name !== file);
      const texts = files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
      return [output, ...(await Promise.all(texts))].join('\n');
    },
    async [Symbol.asyncDispose]() {
      await stop(child, 5_000);
      await rm(dir, { recursive: true });
    },
  };
}
