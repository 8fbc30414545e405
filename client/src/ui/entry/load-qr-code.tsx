import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../parts/signals.ts';
import type { QrCodeProps } from './qr-code.tsx';

/** Its script comes only where somebody would rather use a phone; if it does not come, the words beside it do. */
export function LoadedQrCode(props: QrCodeProps) {
  const code = useSignal<{ readonly view: ComponentType<QrCodeProps> } | null>(null);
  useEffect(() => {
    import('./qr-code.tsx').then(
      ({ QrCode }) => {
        code.value = { view: QrCode };
      },
      () => {},
    );
  }, [code]);
  if (code.value === null) return null;
  const Code = code.value.view;
  return <Code {...props} />;
}
