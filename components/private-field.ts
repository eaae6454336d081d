/**
 * For every field that holds plaintext. `spellcheck` is off because Chrome's "enhanced" spelling and some of its
 * extensions send what is typed to a server; autocompletion is off because the browser would store it. (S10)
 */
export const PRIVATE_FIELD = {
  autocomplete: 'off',
  autocorrect: 'off',
  autocapitalize: 'off',
  spellcheck: false,
  // Writing assistants that respect it stay out.
  'data-gramm': 'false',
  'data-lt-active': 'false',
  translate: 'no',
} as unknown as { readonly autocomplete: 'off'; readonly spellcheck: false };
