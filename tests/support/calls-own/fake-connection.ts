import { toHex } from '../../../lib/core/wire/hex';

/** A description with one certificate, whose digest is this octet 32 times. */
export const sdpOf = (octet: number, name = ''): string => {
  const hex = toHex(new Uint8Array([octet])).toUpperCase();
  return `v=0\r\ns=${name}\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => hex).join(':')}\r\n`;
};
export const digestOfOctet = (octet: number): string => toHex(new Uint8Array(32).fill(octet));

type Description = { readonly type: 'offer' | 'answer'; readonly sdp: string };
type Sender = { track: unknown; replaceTrack(track: unknown): Promise<void> };

/** RTCPeerConnection as far as ours uses it: states and descriptions (RFC 8829, 3.2), no network. */
export class FakeConnection extends EventTarget {
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: Description | null = null;
  currentLocalDescription: Description | null = null;
  currentRemoteDescription: Description | null = null;
  closed = false;
  restarts = 0;
  readonly candidates: unknown[] = [];
  readonly transceivers: Array<{ direction: string; sender: Sender; receiver: { track: { kind: string } } }> = [];
  private pending: Description | null = null;
  private readonly octet: number;

  constructor(octet: number) {
    super();
    this.octet = octet;
  }

  addTransceiver(kind: string, { direction }: { direction: string }) {
    const sender: Sender = {
      track: null,
      async replaceTrack(track) {
        sender.track = track;
      },
    };
    this.transceivers.push({ direction, sender, receiver: { track: { kind } } });
    if (this.transceivers.length === 3 && direction === 'sendrecv')
      queueMicrotask(() => this.dispatchEvent(new Event('negotiationneeded')));
  }

  getTransceivers = () => this.transceivers;
  getStats = async () => new Map();

  async setLocalDescription() {
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: sdpOf(this.octet, type) };
    if (type === 'offer') {
      this.signalingState = 'have-local-offer';
      return;
    }
    this.currentLocalDescription = this.localDescription;
    this.currentRemoteDescription = this.pending;
    this.signalingState = 'stable';
  }

  async setRemoteDescription(description: Description) {
    if (description.type === 'offer') {
      this.pending = description;
      this.signalingState = 'have-remote-offer';
      if (this.transceivers.length === 0) {
        for (const kind of ['audio', 'video', 'video']) this.addTransceiver(kind, { direction: 'recvonly' });
      }
      return;
    }
    this.currentLocalDescription = this.localDescription;
    this.currentRemoteDescription = description;
    this.signalingState = 'stable';
  }

  async addIceCandidate(candidate: unknown) {
    this.candidates.push(candidate);
  }

  restartIce() {
    this.restarts += 1;
  }

  close() {
    this.closed = true;
  }

  become(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

export const asConnection = (fake: FakeConnection): RTCPeerConnection => fake as unknown as RTCPeerConnection;
