/** Whether the current history entry is the one for the screens after the first (rule U3). */
export const isStep = (): boolean =>
  (history.state as { readonly step?: unknown } | null)?.step === true;
