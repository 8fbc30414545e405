/** Error boundary: when a view throws, everything around it stays usable. */
import { Component, type ComponentChildren } from 'preact';
import { StoppedPage, reload } from './stopped-page.tsx';
import { useI18n } from './surroundings.ts';

interface BoundaryProps {
  /** Shown in place of the view that threw. */
  readonly fallback: ComponentChildren;
  readonly onFailed?: () => void;
  readonly children: ComponentChildren;
}

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFailed?.();
  }

  override render({ fallback, children }: BoundaryProps): ComponentChildren {
    return this.state.failed ? fallback : children;
  }
}

/** Shown in place of a screen that threw. The emergency numbers and *Leave this page* are outside the boundary. */
export function Broken() {
  const { words } = useI18n();
  return (
    <StoppedPage
      title={words.broken.title}
      text={words.broken.text}
      action={words.link.outdated.action}
      onAction={reload}
    />
  );
}
