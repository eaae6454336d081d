const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Reads what a browser sends on one connection; answers the payload of each web socket frame without its mask
 * (RFC 6455, 5.2 and 5.3). A connection that does not begin with an upgrade is left alone.
 */
export function framesReader(found: (payload: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0);
  let phase: 'head' | 'frames' | 'other' = 'head';
  return (chunk) => {
    if (phase === 'other') return;
    waiting = Buffer.concat([waiting, chunk]);
    if (phase === 'head') {
      const end = waiting.indexOf(HEAD_END);
      if (end < 0) return;
      phase = /^upgrade:\s*websocket/im.test(waiting.subarray(0, end).toString('latin1')) ? 'frames' : 'other';
      waiting = waiting.subarray(end + HEAD_END.length);
    }
    for (let frame = frameAt(waiting); phase === 'frames' && frame !== undefined; frame = frameAt(waiting)) {
      found(frame.payload);
      waiting = waiting.subarray(frame.end);
    }
  };
}

function frameAt(octets: Buffer): { readonly payload: Buffer; readonly end: number } | undefined {
  const [, second] = octets;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const more = short === 127 ? 8 : short === 126 ? 2 : 0;
  const start = 2 + more + ((second & 0x80) === 0 ? 0 : 4);
  if (octets.length < start) return undefined;
  const length = more === 8 ? Number(octets.readBigUInt64BE(2)) : more === 2 ? octets.readUInt16BE(2) : short;
  if (octets.length < start + length) return undefined;
  const payload = Buffer.from(octets.subarray(start, start + length));
  if (start === 6 + more) {
    for (const [at, octet] of payload.entries()) payload[at] = octet ^ (octets[2 + more + (at & 3)] ?? 0);
  }
  return { payload, end: start + length };
}
