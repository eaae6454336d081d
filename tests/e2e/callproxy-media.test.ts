import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setCallProxyStage } from '../support/callproxy-probe/stage';
import { until } from '../support/wait';

type Two = { a: RTCPeerConnection; b: RTCPeerConnection };
declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: (configuration?: RTCConfiguration) => Two;
declare const join: (two: Two) => Promise<void>;
declare const end: (two: Two) => void;
declare const codecs: (sdp: string) => string[];
declare const stat: (connection: RTCPeerConnection, type: string, kind: string, name: string) => Promise<number>;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;

describe.each(KINDS)('the proxy of calls and media in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setCallProxyStage>>;
    beforeAll(async () => {
      stage = await setCallProxyStage(kind);
    });
    afterAll(() => stage?.close());

    it('hands over every sender and receiver once, in time for a transform that sees every frame', async () => {
      const page = await stage.open('clear');
      await page.evaluate(async () => {
        const two = pair();
        const stream = await media();
        for (const track of stream.getTracks()) two.a.addTrack(track, stream);
        for (const track of stream.getTracks()) two.b.addTrack(track, stream);
        await join(two);
        await waitFor('pictures', async () => (await stat(two.b, 'inbound-rtp', 'video', 'framesDecoded')) > 5);
        await waitFor('sound', async () => (await stat(two.a, 'inbound-rtp', 'audio', 'packetsReceived')) > 5);
        end(two);
      });
      const { heard, errors, counters } = await stage.heard();
      expect(errors).toEqual([]);
      expect(heard).toEqual([
        'met',
        'connection 1',
        'connection 2',
        'transceiver 1 audio',
        'transceiver 1 video',
        'transceiver 2 audio',
        'transceiver 2 video',
        'closed 1',
        'closed 2',
      ]);
      expect(counters.filter(({ passed }) => passed > 3).map(({ what }) => what)).toEqual([
        'out audio',
        'in audio',
        'out video',
        'in video',
        'out audio',
        'in audio',
        'out video',
        'in video',
      ]);
    });

    it('leaves VP8, VP9 and Opus alone in offers, answers, capabilities and what pages prefer', async () => {
      const page = await stage.open('clear');
      const facts = await page.evaluate(async () => {
        const two = pair();
        two.a.addTransceiver('audio');
        const picture = two.a.addTransceiver('video');
        two.b.addTransceiver('video', { direction: 'sendonly' });
        const all = ['audio', 'video'].flatMap((one) =>
          [RTCRtpSender, RTCRtpReceiver].map((it) => it.getCapabilities(one)?.codecs.map(({ mimeType }) => mimeType)),
        );
        const offered = await two.a.createOffer();
        picture.setCodecPreferences([{ mimeType: 'video/H264', clockRate: 90_000 }].slice(1));
        const reset = await two.a.createOffer();
        await join(two);
        const late = await two.b.createOffer();
        const legacy = new RTCPeerConnection();
        const asked = await legacy.createOffer({ offerToReceiveAudio: true, offerToReceiveVideo: true });
        const answer = {
          all: [...new Set(all.flat())].toSorted(),
          offered: codecs(offered.sdp ?? ''),
          reset: codecs(reset.sdp ?? ''),
          answered: codecs(two.b.localDescription?.sdp ?? ''),
          late: codecs(late.sdp ?? ''),
          asked: codecs(asked.sdp ?? ''),
          lines: legacy.getTransceivers().map(({ direction }) => direction),
        };
        end(two);
        return answer;
      });
      const sealed = ['opus', 'rtx', 'vp8', 'vp9'];
      expect(facts).toEqual({
        all: ['audio/opus', 'video/VP8', 'video/VP9', 'video/rtx'],
        offered: sealed,
        reset: sealed,
        answered: sealed,
        late: sealed,
        asked: sealed,
        lines: ['recvonly', 'recvonly'],
      });
    });

    it('refuses a picture that nothing of ours can carry, and says so', async () => {
      const page = await stage.open('clear');
      const facts = await page.evaluate(async () => {
        const one = new RTCPeerConnection();
        one.addTransceiver('video');
        const offer = await one.createOffer();
        const sdp = (offer.sdp ?? '')
          .replace(/(m=video \d+ \S+) .*/, '$1 97')
          .replace(/a=(rtpmap|fmtp|rtcp-fb):.*\r\n/g, '');
        const barren = sdp.replace(/(m=video .*\r\n)/, '$1a=rtpmap:97 AV1/90000\r\n');
        const two = new RTCPeerConnection();
        await two.setRemoteDescription({ type: 'offer', sdp: barren });
        await two.setLocalDescription();
        return /m=video (\d+)/.exec(two.localDescription?.sdp ?? '')?.[1];
      });
      expect(facts).toBe('0');
      expect((await stage.heard()).heard).toContain('blind codec');
    });

    it('tells a half that comes later of all that is open, and of nothing that is closed', async () => {
      const page = await stage.open('none');
      await page.evaluate(async () => {
        end(pair());
        const two = pair();
        two.a.addTransceiver('audio');
        two.a.createDataChannel('late');
        await join(two);
      });
      // In the page's own world: what it says is the same.
      const { readFileSync } = await import('node:fs');
      await page.evaluate("history.replaceState(null, '', '?half=clear')");
      await page.evaluate(readFileSync(stage.probe.halfFile, 'utf8'));
      const heard = await until('all of it', async () => {
        const told = await stage.heard();
        return told.heard?.includes('met') && told.heard;
      });
      // The other side's channel is there already, or comes a moment later.
      expect(heard.filter((one) => one !== 'channel 4 late')).toEqual([
        'connection 3',
        'transceiver 3 audio',
        'channel 3 late',
        'connection 4',
        'transceiver 4 audio',
        'met',
      ]);
    });
  });
});
