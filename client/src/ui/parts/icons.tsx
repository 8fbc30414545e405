/** All shared icons. They always stand beside text, so screen readers ignore them. */
const paths = {
  phone:
    'M6.6 3.5 9 3l1.6 4-1.9 1.5a12 12 0 0 0 5.8 5.8L16 12.4l4 1.6-.5 2.4c-.2 1-1.1 1.7-2.1 1.6C10.700 17.400 5.600 12.300 5 5.600c-.1-1 .6-1.900 1.600-2.100Z',
  leave: 'M13 5H6v14h7M10 12h10m-4-4 4 4-4 4',
  down: 'M12 5v14m-6-6 6 6 6-6',
  chevron: 'm6 9 6 6 6-6',
  send: 'M12 20V5m-6 6 6-6 6 6',
  warn: 'M12 4 2.800 19.500h18.400L12 4Zm0 6v4.500m0 2.500v.1',
  check: 'm5 12.500 4.500 4.500L19 7',
  back: 'M19 12H5m6-6-6 6 6 6',
  globe: 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0h18M12 3a14 14 0 0 1 0 18 14 14 0 0 1 0-18',
} as const;

export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return <Sign path={paths[name]} points={name === 'leave' || name === 'back'} />;
}

/** An icon of a single page. `points`: mirrored in right-to-left languages. */
export function Sign({
  path,
  points = false,
}: {
  readonly path: string;
  readonly points?: boolean;
}) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      class={points ? 'points' : undefined}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
