/** Two soft tones. Browsers allow sound only after a press on the page; afterwards the page may play it by itself. */

import type { Clock } from '../../../clock.ts';

/** Frequency (Hz) and start (s after the call). */
const TONES = [
  [523.25, 0],
  [659.25, 0.4],
] as const;
const LOUD = 0.15;
const FADES_SECONDS = 1.4;
const PATIENCE_MS = 1_000;

let context: AudioContext | null = null;

/** Call this from a press. Resolves to false if the browser does not allow sound. */
export async function openChime(clock: Clock): Promise<boolean> {
  try {
    context ??= new AudioContext();
    const late = new Promise((resolve) => void clock.after(PATIENCE_MS, () => resolve(false)));
    // Without an audio device, `resume()` may never settle.
    if (context.state !== 'running') await Promise.race([context.resume(), late]);
    return context.state === 'running';
  } catch {
    return false;
  }
}

export function closeChime(): void {
  void context?.close();
  context = null;
}

export function chime(): void {
  if (context === null) return;
  // A phone may have suspended the audio context in the meantime.
  void context.resume();
  for (const [hertz, after] of TONES) {
    const at = context.currentTime + after;
    const tone = new OscillatorNode(context, { frequency: hertz });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(LOUD, at + 0.05);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + FADES_SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + FADES_SECONDS);
  }
}
