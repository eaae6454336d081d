/** Nominal types: a value, mostly a string, that one parser has checked and named. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Whole OpenPGP fingerprint, lower-case hex: 40 digits (v4) or 64 digits (v6). RFC 9580, 5.5.4. */
export type Fingerprint = Brand<string, 'Fingerprint'>;
/** One address, `local@domain`, lower case, without a display name. */
export type EmailAddress = Brand<string, 'EmailAddress'>;
/** Random 128 bits, hex: the right of one frame in one tab to be served once. */
export type TicketId = Brand<string, 'TicketId'>;
/** Random 128 bits, hex: one unsent message of mine. */
export type DraftId = Brand<string, 'DraftId'>;
/** Scheme, host and port: `https://mail.example.org`. */
export type Origin = Brand<string, 'Origin'>;
