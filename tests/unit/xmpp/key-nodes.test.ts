import { expect, it } from 'vitest';
import type { Fingerprint } from '../../../lib/core/brand';
import { KEY_LIST_NODE, keyNode, requestItems } from '../../../lib/xmpp/ox-keys';
import { writeXml } from '../../../lib/xmpp/write-xml';

it('asks for one key by the node that carries its fingerprint in capitals (XEP-0373, 4.3)', () => {
  const node = keyNode('ab12'.repeat(10) as Fingerprint);
  expect(node).toBe(`${KEY_LIST_NODE}:${'AB12'.repeat(10)}`);
  const asked = writeXml(requestItems('q1', node, 'anna@lab.test'));
  expect(asked).toContain(`node="${node}"`.replaceAll('"', asked.includes("node='") ? "'" : '"'));
  expect(asked).toMatch(/type=.get./);
});
