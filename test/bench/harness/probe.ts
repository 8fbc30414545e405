/**
 * Preloaded into server processes: on SIGUSR2 it collects garbage and prints `collected`, so that memory can be
 * measured.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let times = 0;
process.on('SIGUSR2', () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n += 1) gc();
  times += 1;
  process.stdout.write(`collected ${times}\n`);
});
