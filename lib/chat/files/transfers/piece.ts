/** Octets of a sealed file that are stored, sent and fetched together. */
export const PIECE_OCTETS = 1_048_576;

export const piecesOf = (sealedOctets: number): number => Math.ceil(sealedOctets / PIECE_OCTETS);
