/** Separate processes of a benchmark run: each answers calls from its parent over IPC. */
import { join } from 'node:path';
import { ended, spawnBound } from '../../../scripts/children.ts';

/** The calls that a part answers. */
export type Api = Readonly<Record<string, (argument: never) => unknown>>;
type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
type Answer<F> = F extends (argument: never) => infer R ? Awaited<R> : never;

export interface Part<A extends Api> extends AsyncDisposable {
  readonly pid: number;
  call<N extends keyof A & string>(name: N, argument: Argument<A[N]>): Promise<Answer<A[N]>>;
  /** Kills it like a crash. */
  kill(): Promise<void>;
}

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly fault?: string;
}

/** Starts `test/bench/<file>`, which must call `serve`. */
export function startPart<A extends Api>(file: string): Part<A> {
  const path = join(import.meta.dirname, '..', file);
  const flags = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
  const child = spawnBound(process.execPath, [...flags, path], {
    whenWeDie: 'KILL',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const end = ended(child);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  child.on('message', ({ id, answer, fault }: Reply) => {
    const question = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) question?.resolve(answer);
    else question?.reject(new Error(`${file}: ${fault}`));
  });
  void end.then(({ how }) => {
    for (const question of waiting.values()) question.reject(new Error(`${file} ${how}`));
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await end;
  };
  return {
    pid: child.pid ?? 0,
    call(name, argument) {
      asked += 1;
      const question = Promise.withResolvers<unknown>();
      waiting.set(asked, question);
      child.send({ id: asked, name, argument } satisfies Question);
      return question.promise as Promise<never>;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

/** In the part itself: answers its parent's calls. */
export function serve(api: Api): void {
  process.on('message', ({ id, name, argument }: Question) => {
    const reply = (answer: Omit<Reply, 'id'>) => process.send?.({ id, ...answer } satisfies Reply);
    Promise.resolve()
      .then(() => api[name]?.(argument as never))
      .then(
        (answer) => reply({ answer }),
        (error: unknown) => reply({ fault: error instanceof Error ? error.message : 'unknown' }),
      );
  });
}

/** Collects garbage, so that memory figures count live objects only. */
export function collect(): void {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
}
