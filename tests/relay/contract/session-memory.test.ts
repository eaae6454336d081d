import { describe, expect, it } from 'vitest';
import { createSessionMemory } from '../../../relay/stores/embedded/session-memory';
import { HOUR, NOW, newSession, newUser } from '../../support/relay/contract/values';

const session = () => ({ id: newSession(), users: [newUser(), newUser('bert')] as const, started: NOW });

describe('the memory of sessions', () => {
  it('[req 35] is zero in every octet when all have ended, also what it held before it grew', () => {
    const memory = createSessionMemory();
    const grown: Uint8Array[] = [];
    const all = Array.from({ length: 500 }, session);
    for (const each of all) {
      grown.push(memory.octets());
      memory.add(each, NOW + HOUR);
    }
    expect(new Set(grown).size).toBeGreaterThan(2);
    for (let row = all.length - 1; row >= 0; row -= 2) memory.end(row);
    expect(memory.count).toBe(250);
    while (memory.count > 0) memory.end(0);
    for (const octets of new Set([...grown, memory.octets()])) expect(octets.some((octet) => octet !== 0)).toBe(false);
  });

  it('refuses what is no id, rather than keep a piece of it', () => {
    const memory = createSessionMemory();
    const user = { ...session(), users: ['a'.repeat(42) as never, newUser()] as const };
    const id = { ...session(), id: new Uint8Array(17).fill(1) as never };
    for (const wrong of [user, id]) expect(() => memory.add(wrong, NOW)).toThrow('not an id');
    expect(memory.count).toBe(0);
    expect(memory.octets().some((octet) => octet !== 0)).toBe(false);
  });
});
