// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { sanitiseHtml } from '../../../lib/mime/sanitise-html';

it('goes through Trusted Types where the browser has them [req 31]', async () => {
  const made: string[] = [];
  Object.assign(globalThis, {
    trustedTypes: {
      createPolicy: (name: string, rules: { createHTML(text: string): string }) => {
        made.push(name);
        return { createHTML: (text: string) => ({ trusted: rules.createHTML(text) }) };
      },
    },
  });
  try {
    const first = await sanitiseHtml('<p>x</p>', []);
    await sanitiseHtml('<p>y</p>', []);
    expect(made).toEqual(['sotto-mail']);
    expect(first.document).toHaveProperty('trusted', expect.stringContaining('<p>x</p>'));
  } finally {
    Reflect.deleteProperty(globalThis, 'trustedTypes');
  }
});
