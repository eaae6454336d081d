export type SealOptions = {
  /** Encrypted and signed in one message (RFC 9580, 10.3); true if left out. */
  readonly sign?: boolean;
  /** Armored certificates beside mine, first. */
  readonly others?: readonly string[];
  /** Mine, armored; the correspondent's usual one if left out. */
  readonly to?: string;
  readonly compress?: 'zip' | 'zlib' | 'bzip2' | 'none';
  /** Further parameters of the program. */
  readonly more?: readonly string[];
};

/** Somebody who writes to me with another program. Everything it answers is armored. */
export type Correspondent = {
  readonly program: string;
  readonly algorithm: string;
  readonly name: string;
  readonly address: string;
  /** Armored. */
  readonly certificate: string;
  seal(content: Uint8Array | string, options?: SealOptions): Promise<string>;
  /** A detached signature over exactly these octets. */
  detach(content: Uint8Array | string): Promise<string>;
  clearsign(text: Uint8Array | string): Promise<string>;
};
