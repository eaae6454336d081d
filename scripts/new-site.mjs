#!/usr/bin/env node
// npm run new:site -- mail zimbra "Zimbra"
// npm run new:site -- chat zulip "Zulip"
// Makes the pieces of a site: site file, registry line, fixtures, test. Plain JavaScript without packages.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatSite } from './lib/new-chat-site.mjs';
import { mailSite } from './lib/new-mail-site.mjs';

const KINDS = {
  mail: { registry: 'lib/sites/mail/registry.ts', pieces: mailSite },
  chat: { registry: 'lib/sites/chats/registry.ts', pieces: chatSite },
};
const MARK = '  // new sites above this line';

/** What `npm run new:site` writes, by path. Fails where the id is taken or no identifier. */
export function planSite(kind, id, name, { read, exists }) {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known === undefined) throw new Error('Say what it is: mail or chat.');
  if (!/^[a-z][a-z0-9]{1,30}$/.test(id)) throw new Error('The id is a short word of small letters and digits.');
  if (name.length > 60 || /['\\\n]/.test(name)) throw new Error('The name is one short line without quotes.');
  const pieces = known.pieces(id, name);
  const taken = Object.keys(pieces).find(exists);
  if (taken !== undefined) throw new Error(`${taken} is there already.`);
  const registry = read(known.registry);
  if (!registry.includes(MARK)) throw new Error(`${known.registry} lacks the line "${MARK.trim()}".`);
  return {
    ...pieces,
    [known.registry]: `import { ${id} } from './${id}';\n${registry.replace(MARK, `  ${id},\n${MARK}`)}`,
  };
}

function main([kind = '', id = '', name = id]) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const plan = planSite(kind, id, name, {
    read: (path) => readFileSync(join(root, path), 'utf8'),
    exists: (path) => existsSync(join(root, path)),
  });
  for (const [path, text] of Object.entries(plan)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.info(`wrote ${path}`);
  }
  console.info(
    'Next: npm run format, put the real pages in the place of the fixtures, describe them in the site file.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
