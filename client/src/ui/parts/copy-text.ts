/**
 * Copies text to the clipboard. If that fails, selects the field, so that the user can copy with one key press.
 * Resolves to whether the text was copied.
 */
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
