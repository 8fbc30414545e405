import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../parts/signals.ts';
import type { QrCodeProps } from './qr-code.tsx';

/** Loads the QR code's script only when it is needed. If it fails to load, the text beside it is enough. */
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
