/** What may help meanwhile, fetched a moment after the screen that offers it: then it works without a network (rule U7). */
import type { ComponentType } from 'preact';
import type { Locale } from '../../i18n/locales.ts';
import { useLate } from '../parts/late.ts';

export interface RefugeProps {
  /** Then there is somebody to be called back by. */
  readonly waiting?: boolean;
}

/** How the one is called who asked for it by a press in this life of the page: only then may a browser make a sound. */
export const bell: { ring: (() => void) | null } = { ring: null };

const AFTER_MS = 1_000;
let loaded: ComponentType<RefugeProps> | undefined;

/** Also called ahead, with what it needs in a language. */
export async function loadRefuge(locale?: Locale): Promise<void> {
  const { Refuge, prepare } = await import('./refuge/refuge.tsx');
  if (locale !== undefined) await prepare(locale);
  loaded = Refuge;
}

export function LoadedRefuge(props: RefugeProps) {
  const Refuge = useLate(loaded, loadRefuge, '', AFTER_MS);
  return Refuge && <Refuge {...props} />;
}
