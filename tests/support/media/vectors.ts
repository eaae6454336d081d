import { fromHex, toHex } from '../../../lib/core/wire/hex';
import { CODECS } from '../../../lib/media/clear-octets';
import { sealAnnouncement } from '../../../lib/media/key-box';
import { STREAMS } from '../../../lib/media/key-id';
import { charactersOf, wordsOf } from '../../../lib/media/render-sas';
import { writeAnnouncement } from '../../../lib/media/sender-key';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128, type Suite } from '../../../lib/media/suites';
import { createRandom } from '../channel/random';
import { CALL, createCallWorld, deviceOf, sealed } from './call';
import { frameOf } from './octets';
import { contextOf, createSas, lineOfStep, sent } from './sas';

const FRAMES = [
  ['microphone', 'opus', 'other', 12],
  ['camera', 'vp8', 'vp8-key', 20],
  ['camera', 'vp8', 'vp8-delta', 15],
  ['screen', 'vp9', 'other', 18],
  ['data', 'data', 'other', 0],
] as const;

/** Two generations of one sender, with a join in the first: every base key, and frames under each. */
function frames(suite: Suite) {
  const { join } = createCallWorld({ seed: `vectors ${suite.id}`, suite });
  const anna = join(9, [1]);
  const rows = [() => undefined, () => anna.sender.admit(deviceOf(2)), () => anna.sender.evict(deviceOf(2))].flatMap(
    (change) => {
      change();
      const { generation, waiting } = anna.sender.state();
      if (waiting) anna.sender.acknowledge(deviceOf(1), generation + 1);
      return FRAMES.map(([stream, codec, kind, length], at) => {
        const plain = frameOf(kind, length, at);
        const octets = sealed(anna.sender, stream, codec, plain);
        const key = anna.sender.announce()[0]?.announcement.keys[0];
        if (key === undefined) throw new Error('no key');
        return {
          generation: key.generation,
          step: key.step,
          sender: 9,
          stream: STREAMS.indexOf(stream),
          codec: CODECS.indexOf(codec),
          base: toHex(key.key),
          plain: toHex(plain),
          octets: toHex(octets),
        };
      });
    },
  );
  const announcement = anna.sender.announce()[0]?.announcement;
  if (announcement === undefined) throw new Error('nothing announced');
  const random = createRandom('vectors box');
  const boxKey = random(32);
  return {
    suite: suite.id,
    call: toHex(CALL),
    frames: rows,
    announcement: toHex(writeAnnouncement(announcement)),
    boxKey: toHex(boxKey),
    box: toHex(sealAnnouncement(boxKey, random, announcement)),
  };
}

function words() {
  const drawn: string[] = [];
  const source = createRandom('vectors sas');
  const random = (length: number) => {
    const octets = source(length);
    drawn.push(toHex(octets));
    return octets;
  };
  const [rs1, rs2] = [source(32), source(32)];
  const retained = { rs1, rs2, verified: true };
  const { initiator, responder } = createSas(random, { retained }, { retained });
  const part = sent(responder.receive(initiator.commit));
  const reveal = sent(initiator.receive(part));
  const end = responder.receive(reveal);
  const line = lineOfStep(end);
  const [nonceI = '', secretI = '', nonceR = '', secretR = ''] = drawn;
  const context = contextOf();
  return {
    input: {
      call: toHex(context.call),
      certificateI: context.initiatorCertificate as string,
      certificateR: context.responderCertificate as string,
      dtlsI: toHex(context.initiatorDtls),
      dtlsR: toHex(context.responderDtls),
      nonceI,
      nonceR,
      secretI,
      secretR,
      rs1: toHex(rs1),
      rs2: toHex(rs2),
    },
    messages: { commit: toHex(initiator.commit), part: toHex(part), reveal: toHex(reveal), confirm: toHex(sent(end)) },
    sas: toHex(line.sas),
    characters: charactersOf(line.sas),
    words: wordsOf(line.sas),
    retained: toHex(line.remember('same')?.rs1 ?? fromHex('')),
    boxI: toHex(line.boxes.theirs),
    boxR: toHex(line.boxes.mine),
  };
}

export const makeVectors = () => ({
  calls: [frames(AES_128_GCM_SHA256_128), frames(AES_256_GCM_SHA512_128)],
  words: words(),
});
export type Vectors = ReturnType<typeof makeVectors>;
