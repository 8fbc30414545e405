/**
 * Solves a proof of work outside the main thread, so that the page stays responsive (rule R2). Receives one challenge
 * and posts one proof, or null.
 */
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

async function solve(text: string): Promise<string | null> {
  const challenge = JSON.parse(text) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) return null;
  const { counter, derivedKey } = solution;
  return JSON.stringify({ challenge, solution: { counter, derivedKey } });
}

addEventListener('message', ({ data }: MessageEvent<string>) => {
  solve(data).then(
    (proof) => postMessage(proof),
    () => postMessage(null),
  );
});
