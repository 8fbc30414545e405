/** A node's Prometheus metrics, parsed. */
import type { App } from '@terskel/server/app';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
export interface Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The sum of the samples of this name that have these labels. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number;
}

export const metricsAddress = ({ metricsPort }: App) => `http://127.0.0.1:${metricsPort}/metrics`;

/** The metrics of several nodes together. */
export async function scrape(nodes: readonly App[]): Promise<Scrape> {
  const answers = nodes.map(async (node) => (await fetch(metricsAddress(node))).text());
  const text = (await Promise.all(answers)).join('\n');
  const samples = [...text.matchAll(/^([a-z_\d]+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value]) => ({
      name,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', told = '']) => [label, told]),
      ),
      value: Number(value),
    }),
  );
  return {
    ...{ text, samples },
    sum: (name, wanted = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter(({ labels }) =>
          Object.entries(wanted).every(([label, told]) => labels[label] === told),
        )
        .reduce((sum, { value }) => sum + value, 0),
  };
}
