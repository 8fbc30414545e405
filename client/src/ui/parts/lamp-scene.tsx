import css from '../../styles/parts/lamp.module.css';
import { cx } from './hooks.ts';

/**
 * A picture of a house at night with one window. The lamp is lit if intake is open; the text says the same. Ground and
 * sky extend far beyond the view box, so that the picture fits any aspect ratio.
 */
export function LampScene({ lit }: { readonly lit: boolean }) {
  return (
    <svg
      class={cx(css['scene'], lit && css['lit'])}
      viewBox="0 0 240 160"
      preserveAspectRatio="xMidYMax meet"
      aria-hidden="true"
    >
      <radialGradient id="halo">
        <stop stop-color="#ffc75f" stop-opacity=".5" />
        <stop offset="1" stop-color="#ffb347" stop-opacity="0" />
      </radialGradient>
      <linearGradient id="pane" x2="0" y2="1">
        <stop stop-color="#ffe7b0" />
        <stop offset="1" stop-color="#ffb84a" />
      </linearGradient>
      <linearGradient id="spill" x2="0" y2="1">
        <stop stop-color="#ffd07a" stop-opacity=".6" />
        <stop offset="1" stop-color="#ffd07a" stop-opacity="0" />
      </linearGradient>
      <path
        class={css['stars']}
        d="M-150 34h0M-92 12h0M-60 70h0M-14 26h0M22 58h0M44 8h0M196 16h0M228 52h0M262 24h0M318 66h0M350 14h0"
      />
      <path class={css['hills']} d="M-900 122q500-46 1020-12t1020-10v60H-900Z" />
      <path class={css['wall']} d="M76 140V74l44-40 44 40v66Z" />
      <path class={css['roof']} d="m64 80 56-51 56 51-6 6-50-45-50 45ZM143 34h10v18l-10-9Z" />
      <circle class={css['glow']} cx="120" cy="94" r="72" fill="url(#halo)" />
      <path class={css['snow']} d="M-900 138q600-8 1000-2t1040 0v26H-900Z" />
      <path class={css['glow']} d="M104 137h32l30 25H74Z" fill="url(#spill)" />
      <path class={css['frame']} d="M98 72h44v44h4v5H94v-5h4Z" />
      <path class={css['dark']} d="M101 75h38v41h-38Z" />
      <path class={css['glow']} d="M101 75h38v41h-38Z" fill="url(#pane)" />
      <path class={css['inside']} d="M113 101h14l-4-11h-6ZM119 101h2v12h-2ZM114 113h12v3h-12Z" />
      <path class={css['bars']} d="M120 75v41M101 89h38" />
    </svg>
  );
}
