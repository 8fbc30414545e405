/**
 * Attributes for every text box with conversation content. Some browsers send the content of a text box to a server for
 * translation, spell checking or suggestions, and so do installed writing assistants (rule C7).
 */
export const PRIVATE_BOX = {
  translate: false,
  spellcheck: false,
  writingsuggestions: 'false',
  'data-gramm': 'false',
} as const;
