/**
 * For every box that holds words of a conversation: some browsers send what stands in a box to a server, to translate
 * it, to check its spelling or to suggest how it goes on, and so do writing aids that people install (rule C7).
 */
export const PRIVATE_BOX = {
  translate: false,
  spellcheck: false,
  writingsuggestions: 'false',
  'data-gramm': 'false',
} as const;
