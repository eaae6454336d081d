import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPrints, PRINT_KEY_OCTETS, type Print } from '../../../relay/stores/embedded/prints';
import { createSeen } from '../../../relay/stores/embedded/seen';

const secret = new Uint8Array(randomBytes(PRINT_KEY_OCTETS));
const printOf = createPrints(secret);
const some = (count: number): Print[] => Array.from({ length: count }, (_, index) => printOf(index, randomBytes(16)));

describe('the prints that were seen', () => {
  it('are all known, and no other is, while the tables grow', () => {
    const seen = createSeen();
    const [known, unknown] = [some(300_000), some(100_000)];
    for (const print of known) seen.add(print, 7);
    expect(known.every(seen.has)).toBe(true);
    expect(unknown.some(seen.has)).toBe(false);
  });

  it('can be taken back, and no other with them', () => {
    const seen = createSeen();
    const [kept, gone] = [some(5_000), some(500)];
    for (const print of [...kept, ...gone]) seen.add(print, 7);
    seen.takeBack(gone);
    expect(kept.every(seen.has)).toBe(true);
    expect(gone.some(seen.has)).toBe(false);
  });

  it('are forgotten by period, the older ones only', () => {
    const seen = createSeen();
    const [old, fresh] = [some(2_000), some(2_000)];
    for (const print of old) seen.add(print, 7);
    for (const print of fresh) seen.add(print, 8);
    seen.forget(7);
    expect(old.every(seen.has)).toBe(true);
    seen.forget(8);
    expect(old.some(seen.has)).toBe(false);
    expect(fresh.every(seen.has)).toBe(true);
  });

  it('keep to their memory: the oldest table goes first, and that is told', () => {
    let cuts = 0;
    const seen = createSeen({ tables: 2, onCut: () => (cuts += 1) });
    const byPeriod = [some(100), some(100), some(100)];
    for (const [period, prints] of byPeriod.entries()) for (const print of prints) seen.add(print, period);
    expect(cuts).toBe(1);
    expect(byPeriod.map((prints) => prints.every(seen.has))).toEqual([false, true, true]);
  });

  it('differ by every octet of the id, by mailbox and by secret', () => {
    const id = new Uint8Array(16).fill(200);
    const prints = new Set([String(printOf(1, id)), String(printOf(2, id)), String(printOf(1 + 2 ** 16, id))]);
    for (let at = 0; at < 16; at++)
      prints.add(
        String(
          printOf(
            1,
            id.map((octet, index) => octet + Number(index === at)),
          ),
        ),
      );
    prints.add(String(createPrints(new Uint8Array(randomBytes(PRINT_KEY_OCTETS)))(1, id)));
    expect(prints.size).toBe(20);
  });
});
