import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPayload } from '../../../../lib/core/wire/webchat-payload';
import { findInline } from '../../../../lib/inline/find-inline';
import { readFrame } from '../../../../lib/xmpp/frames';
import { writeXml } from '../../../../lib/xmpp/write-xml';
import { attributeOf, type XmlElement } from '../../../../lib/xmpp/xml';
import { STATE } from './server';
import { BASE64, ME, makeWire, oxText, PEER, readStanza } from './wire';

const FROM_PEER = `from='${PEER}/x' to='${ME}/desk'`;
const IN = {
  sealed: `<message xmlns='jabber:client' ${FROM_PEER}><body>x</body><openpgp xmlns='urn:xmpp:openpgp:0'>${BASE64}</openpgp></message>`,
  damaged: `<message xmlns='jabber:client' ${FROM_PEER}><openpgp xmlns='urn:xmpp:openpgp:0'>!</openpgp></message>`,
  plain: `<message  xmlns="jabber:client"  ${FROM_PEER} ><body>Grüße &amp; 🙂</body></message>`,
  presence: `<presence xmlns='jabber:client' ${FROM_PEER}/>`,
  count: "<r xmlns='urn:xmpp:sm:3'/>",
};
const OUT = {
  sealed: `<message xmlns="jabber:client" to="${PEER}" type="chat"><body>${oxText()}</body></message>`,
  state: STATE,
  plain: `<message xmlns="jabber:client" to="${PEER}"   type="chat"><body>Grüße &amp; 🙂</body></message>`,
  presence: "<presence xmlns='jabber:client'><show>away</show></presence>",
  count: "<a h='7' xmlns='urn:xmpp:sm:3'/>",
};
/** What may stand between stanzas, and around them. */
const gaps = fc.constantFrom('', ' ', '\n  ');
const framesOf = (kinds: object) =>
  fc.array(fc.tuple(fc.constantFrom(...Object.keys(kinds)), gaps), { minLength: 1, maxLength: 12 });
const HEAD = `<body xmlns='http://jabber.org/protocol/httpbind' sid="a"  rid='1'>`;
const stanzasIn = (text: string): readonly XmlElement[] => readFrame(text)?.stanzas ?? [];
const [inKinds, outKinds]: Record<string, string>[] = [IN, OUT];

describe('of whatever stanzas in a body of BOSH', () => {
  it('all come in, in their order, and what is not sealed is octet for octet what it was', () => {
    fc.assert(
      fc.property(framesOf(IN), (parts) => {
        const wire = makeWire();
        const came = wire.receive(
          `${HEAD}${parts.map(([kind, gap]) => (inKinds?.[kind] ?? '') + gap).join('')}</body>`,
        );
        const expected = parts.map(([kind, gap]) => {
          const alone = wire.receive(inKinds?.[kind] ?? '');
          expect(alone !== inKinds?.[kind]).toBe(kind === 'sealed' || kind === 'damaged');
          return alone + gap;
        });
        expect(came).toBe(`${HEAD}${expected.join('')}</body>`);
        expect(stanzasIn(came)).toHaveLength(parts.length);
      }),
      { numRuns: 200 },
    );
  });

  it('as many go out as the page sent, in their order; questions take the place of chat states alone', () => {
    fc.assert(
      fc.property(framesOf(OUT), fc.nat(3), (parts, questions) => {
        const wire = makeWire();
        for (let count = 0; count < questions; count++) wire.findKeys(PEER).catch(() => undefined);
        const sent = wire.send(`${HEAD}${parts.map(([kind, gap]) => (outKinds?.[kind] ?? '') + gap).join('')}</body>`);
        const states = parts.filter(([kind]) => kind === 'state').length;
        const names = stanzasIn(sent).map(({ name }) => name);
        let asked = 0;
        const expected = parts.map(([kind]) => {
          if (kind === 'state' && asked < questions) {
            asked++;
            return 'iq';
          }
          return { presence: 'presence', count: 'a' }[kind] ?? 'message';
        });
        expect(names).toEqual(expected);
        expect(asked).toBe(Math.min(states, questions));
        expect(wire.carrierWanted()).toBe(asked < questions);
        for (const [index, [kind]] of parts.entries()) {
          if (kind === 'plain' || kind === 'presence') expect(sent).toContain(outKinds?.[kind]);
          const last = stanzasIn(sent)[index]?.children.at(-1);
          if (kind === 'sealed') expect(last).toMatchObject({ name: 'openpgp', children: [BASE64] });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('what one page sends sealed, the other one gets as the same OpenPGP message', () => {
    const messages = fc.uint8Array({ minLength: 1, maxLength: 3_000 });
    fc.assert(
      fc.property(messages, (message) => {
        const [mine, theirs] = [makeWire(), makeWire({ account: PEER })];
        const sent = readStanza(
          mine.send(
            `<message xmlns="jabber:client" to="${PEER}" id="m"><body>${oxText({ message: new Uint8Array(message) })}</body></message>`,
          ),
        );
        // The server says who it is from, and writes it in its own way.
        const came = theirs.receive(writeXml({ ...sent, attributes: { ...sent.attributes, from: `${ME}/desk` } }));
        const [found] = findInline(came);
        const payload = found?.kind === 'part' ? readPayload(found.part.octets) : undefined;
        expect(payload).toEqual({ kind: 'ox', from: ME, to: PEER, at: undefined, message: new Uint8Array(message) });
        expect(attributeOf(readStanza(came), 'id')).toBe('m');
      }),
      { numRuns: 100 },
    );
  });
});
