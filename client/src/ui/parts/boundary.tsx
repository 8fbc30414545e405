/** What a view that throws leaves standing: all that is around it. */
import { Component, type ComponentChildren } from 'preact';
import { StoppedPage, reload } from './stopped-page.tsx';
import { useI18n } from './surroundings.ts';

interface BoundaryProps {
  /** In place of what could not be drawn. */
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

/** In place of a screen: the numbers and the way out are around it. */
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
