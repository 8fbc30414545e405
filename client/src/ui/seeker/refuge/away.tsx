import type { ComponentChildren } from 'preact';

/** A link to elsewhere: in a tab of its own, so that nobody loses the place in line by it. */
export function Away(props: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer">
      {props.children}
    </a>
  );
}
