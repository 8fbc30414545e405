/** Copies by the browser's clipboard; else the field is selected, so that one press of a key copies it. */
export async function copyText(
  field: HTMLInputElement | HTMLTextAreaElement | null,
  text: string,
): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    return false;
  }
}
