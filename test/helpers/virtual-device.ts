/** A device with a lock of its own, for a page in a browser: what WebAuthn in it asks, this answers (WebAuthn Level 3, 11). */
import type { Page } from 'playwright-core';

// Loaded before the first join, as `main.ts` does: under load it takes longer than a command may (rule F4).
await import('@terskel/server/passkeys/relying-party');

export interface VirtualDevice {
  /** Ids of the passkeys that it holds. */
  passkeys(): Promise<readonly string[]>;
  /** Whether its owner is who its lock knows. */
  verifies(is: boolean): Promise<void>;
  /** Whether somebody touches it when it asks. */
  touched(is: boolean): Promise<void>;
}

/** `internal`: of the machine itself, one at most; `usb`: a key that is put into it. */
export async function virtualDevice(
  page: Page,
  transport: 'internal' | 'usb' = 'internal',
): Promise<VirtualDevice> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport },
      ...{ hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    async passkeys() {
      const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.map(({ credentialId }) => credentialId);
    },
    async verifies(isUserVerified) {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async touched(enabled) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
}

/** One by a script in each page of the context, where the browser's own WebAuthn is of no use. It always says yes. */
export const scriptedDevice = (page: Page): Promise<void> => page.context().credentials.install();
