/** Two connections back to back, as pages of these tests have them (page.ts, which has all names that are declared beside idioms). */
export type Two = { a: RTCPeerConnection; b: RTCPeerConnection };

/** Each runs in a page, alone, and answers what such a page could see. */
export type Idioms = Readonly<Record<string, () => Promise<unknown>>>;
