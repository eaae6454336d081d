/**
 * Secret octets with an owner and an end: `using key = ...` wipes them at the end of the block.
 * The engine may have copied them before; the threat model says so.
 */
export class SecretOctets implements Disposable {
  readonly octets: Uint8Array<ArrayBuffer>;

  constructor(octets: Uint8Array<ArrayBuffer>) {
    this.octets = octets;
  }

  [Symbol.dispose](): void {
    this.octets.fill(0);
  }
}
