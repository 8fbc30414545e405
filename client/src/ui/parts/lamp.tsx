import css from '../../styles/parts/lamp.module.css';
import { cx } from './hooks.ts';

/** A house at night with one window. The lamp burns when somebody is there to answer; the words say it too. */
export function LampScene({ lit }: { readonly lit: boolean }) {
  return (
    <svg
      class={cx(css['scene'], lit && css['lit'])}
      viewBox="0 0 400 240"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
    >
      <defs>
        <radialGradient id="halo">
          <stop offset="0" stop-color="#ffc75f" stop-opacity=".55" />
          <stop offset=".45" stop-color="#ffb347" stop-opacity=".18" />
          <stop offset="1" stop-color="#ffb347" stop-opacity="0" />
        </radialGradient>
        <linearGradient id="pane" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#ffe7b0" />
          <stop offset="1" stop-color="#ffb84a" />
        </linearGradient>
        <linearGradient id="spill" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#ffd07a" stop-opacity=".75" />
          <stop offset="1" stop-color="#ffd07a" stop-opacity="0" />
        </linearGradient>
      </defs>
      <g class={css['stars']}>
        <circle cx="38" cy="34" r="1.4" />
        <circle cx="84" cy="72" r="1" />
        <circle cx="126" cy="22" r="1.2" />
        <circle cx="300" cy="28" r="1.1" />
        <circle cx="342" cy="66" r="1.5" />
        <circle cx="378" cy="24" r="1" />
        <circle cx="20" cy="104" r="1" />
        <circle cx="366" cy="112" r="1.1" />
      </g>
      <path class={css['hills']} d="M0 176q60-34 128-12t134-8 138 6v78H0Z" />
      <path class={css['wall']} d="M128 204V112l72-62 72 62v92Z" />
      <path class={css['roof']} d="m112 122 88-76 88 76-8 8-80-68-80 68Z" />
      <path class={css['roof']} d="M238 58h16v30l-16-14Z" />
      <circle class={css['halo']} cx="200" cy="136" r="112" fill="url(#halo)" />
      <path class={css['snow']} d="M0 202q100-12 200-4t200-2v44H0Z" />
      <path class={css['spill']} d="M172 200h56l46 40H126Z" fill="url(#spill)" />
      <g>
        <rect class={css['frame']} x="170" y="106" width="60" height="66" rx="3" />
        <rect class={css['dark']} x="174" y="110" width="52" height="58" />
        <rect class={css['pane']} x="174" y="110" width="52" height="58" fill="url(#pane)" />
        <g class={css['inside']}>
          <path d="M190 146h20l-5-16h-10Z" />
          <path d="M198.500 146h3v16h-3zM192 162h16v3h-16z" />
        </g>
        <path class={css['bars']} d="M200 110v58M174 132h52" />
        <path class={css['frame']} d="M164 170h72v6h-72z" />
      </g>
    </svg>
  );
}

/** The same window as a small mark. */
export function LampMark({ lit }: { readonly lit: boolean }) {
  return (
    <svg class={cx(css['mark'], lit && css['lit'])} viewBox="0 0 24 24" aria-hidden="true">
      <rect class={css['markFrame']} x="3" y="2" width="18" height="20" rx="2.500" />
      <path class={css['markPane']} d="M6 5h5v5H6zM13 5h5v5h-5zM6 12h5v7H6zM13 12h5v7h-5z" />
    </svg>
  );
}
