/** A virtual authenticator for a page in a browser (WebAuthn Level 3, section 11). */
import type { Page } from 'playwright-core';

// Loaded before the first join, as `main.ts` does: under load it takes longer than a command may (rule F4).
await import('@terskel/server/passkeys/relying-party');

export interface VirtualDevice {
  /** Ids of its passkeys. */
  passkeys(): Promise<readonly string[]>;
  /** Sets whether user verification succeeds. */
  verifies(is: boolean): Promise<void>;
  /** Sets whether it is touched when it asks for presence. */
  touched(is: boolean): Promise<void>;
}

/** `internal`: a platform authenticator, at most one; `usb`: a security key. */
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

/**
 * A scripted authenticator in each page of the context, for browsers whose own WebAuthn cannot be used. Always
 * succeeds.
 */
export const scriptedDevice = (page: Page): Promise<void> => page.context().credentials.install();
