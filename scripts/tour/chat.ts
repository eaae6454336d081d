import type { Page } from 'puppeteer-core';
import type { Person } from '../../tests/support/browser/person';
import { beginWith, lineIs, makeAccount, writeLine } from '../../tests/support/e2e/chat-windows';
import type { ChatRelay } from '../../tests/support/e2e/talkers';
import { searchFolder } from '../../tests/support/lab/leaks';
import type { Narrator } from './steps';

type Side = { readonly person: Person; readonly app: Page };

const PASSWORD = 'seven copper gardens under water';
const HERS = 'The blue kettle is packed.';
const HIS = 'And I bring the bread. See you at nine.';

/** The two have accepted each other's certificate in their mail: the channel opens by itself. */
export async function chat(alice: Side, bob: Side, relay: ChatRelay, tell: Narrator): Promise<void> {
  const [hers, his] = [alice.app, bob.app];
  const address = await tell.step('Alice and Bob make chat accounts at the relay', async () => {
    for (const app of [hers, his]) {
      await app.evaluate(() => {
        location.hash = 'chat';
      });
    }
    await makeAccount(hers, relay, 'alice', PASSWORD);
    return makeAccount(his, relay, 'bob', PASSWORD);
  });
  await tell.step(`Alice types Bob’s chat address, ${address}: the channel opens`, () =>
    beginWith(hers, address, 'open'),
  );
  await tell.step('Alice writes, Bob answers, both see what became of it', async () => {
    await writeLine(hers, HERS);
    await his.bringToFront();
    await (await his.waitForSelector('[data-testid="chat-row"]'))?.click();
    await lineIs(his, HERS, 'received');
    await lineIs(hers, HERS, 'delivered');
    await writeLine(his, HIS);
    await lineIs(hers, HIS, 'received');
  });
  await tell.picture(alice.person, hers, 'chat');
  await tell.picture(bob.person, his, 'chat');
  await tell.step('What the relay kept is searched for these words', async () => {
    if (searchFolder(relay.folder, [HERS, HIS, PASSWORD]).length > 0) throw new Error('found at the relay');
  });
}
