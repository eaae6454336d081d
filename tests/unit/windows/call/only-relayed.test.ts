import { describe, expect, it } from 'vitest';
import { onlyRelayed } from '../../../../lib/windows/call/peer/only-relayed';

const RELAYED = 'candidate:1 1 udp 41885695 198.51.100.7 50000 typ relay raddr 192.168.1.20 rport 40000';
const TOLD = 'candidate:1 1 udp 41885695 198.51.100.7 50000 typ relay raddr 0.0.0.0 rport 9';
const OTHERS = [
  'candidate:2 1 udp 2122260223 192.168.1.20 40000 typ host',
  'candidate:3 1 udp 1686052607 203.0.113.5 40000 typ srflx raddr 192.168.1.20 rport 40000',
  'candidate:4 1 udp 2122260223 0b0f.local 40000 typ host generation 0 ufrag relay network-cost 999',
  'candidate:5 1 udp 1686052607 203.0.113.5 40000 typ prflx raddr 192.168.1.20 rport 40000',
];
const asText = (candidate: string) =>
  JSON.stringify({ candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' });

describe('what is said where calls go only through a TURN server', () => {
  it('has the candidates of that server alone, without the address that it was asked from [req 35]', () => {
    const said = onlyRelayed({ kind: 'candidates', candidates: [...OTHERS, RELAYED].map(asText) });
    expect(said).toEqual({ kind: 'candidates', candidates: [asText(TOLD)] });
  });

  it('keeps the end of candidates, in both ways that browsers say it', () => {
    const ends = ['', asText('')];
    expect(onlyRelayed({ kind: 'candidates', candidates: ends })).toEqual({ kind: 'candidates', candidates: ends });
  });

  it('leaves what it cannot read unsaid', () => {
    const damaged = ['{', 'null', '7', '{"candidate":5}', asText('candidate:1 1 udp 1 192.168.1.20 1')];
    expect(onlyRelayed({ kind: 'candidates', candidates: damaged })).toEqual({ kind: 'candidates', candidates: [] });
  });

  it('is the same in a description, of which all other lines stay [req 35]', () => {
    const others = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 'a=fingerprint:sha-256 AA', 'a=end-of-candidates', ''];
    const sdpOf = (candidates: readonly string[]) =>
      [...others.slice(0, 3), ...candidates.map((one) => `a=${one}`), ...others.slice(3)].join('\r\n');
    const offer = { kind: 'description', type: 'offer' } as const;
    const said = onlyRelayed({ ...offer, sdp: sdpOf([...OTHERS, RELAYED]) });
    expect(said).toEqual({ ...offer, sdp: sdpOf([TOLD]) });
  });

  it('does not touch what has no address', () => {
    const muted = { kind: 'muted', microphone: true, camera: false, screen: false } as const;
    expect(onlyRelayed(muted)).toBe(muted);
  });
});
