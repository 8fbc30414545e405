import type { ComponentChildren } from 'preact';

/** A link to another site. It opens in a new tab, so that the seeker keeps the place in the queue. */
export function Away(props: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer">
      {props.children}
    </a>
  );
}
