import { press, seeText, textOf } from '../../tests/support/browser/elements';
import { launchChromium } from '../../tests/support/browser/launch-chromium';
import { launchFirefox } from '../../tests/support/browser/launch-firefox';
import type { Person } from '../../tests/support/browser/person';
import { leftCompose, pressSend, receive, write } from '../../tests/support/e2e/mail';
import { type ChatRelay, openChatRelay } from '../../tests/support/e2e/talkers';
import { ownCertificate, takeFromMail, verifyPasted } from './certificates';
import { chat } from './chat';
import { grant, setUp } from './set-up';
import { makeNarrator, SHOTS } from './steps';
import { openWebmail } from './webmail';

const visible = Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) || process.platform === 'darwin';
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const tell = makeNarrator();
const webmail = await openWebmail();
let relay: ChatRelay | undefined;
const people: Person[] = [];

try {
  console.log(`\nSotto, from install to a sealed answer, in ${webmail.name} at ${webmail.url}\n`);
  const alice = await tell.step('Alice starts Chromium and installs Sotto', () =>
    launchChromium({ name: 'alice', extension: '.output/chrome-mv3-testing', visible, shots: SHOTS }),
  );
  people.push(alice);
  const bob = await tell.step('Bob starts Firefox and installs Sotto', () =>
    launchFirefox({ name: 'bob', extension: '.output/firefox-mv2', visible, shots: SHOTS }),
  );
  people.push(bob);
  const aliceApp = await tell.step('Alice chooses a passphrase, makes her key, chooses her words', () =>
    setUp(alice, 'alice', 'Alice Lab', tell),
  );
  const bobApp = await tell.step('Bob does the same', () => setUp(bob, 'bob', 'Bob Lab', tell));
  const alicePage = await tell.step('Alice signs in to her webmail and lets Sotto work there', () =>
    grant(alice, 'alice', webmail, tell),
  );
  const bobPage = await tell.step('Bob signs in and lets Sotto work there', () => grant(bob, 'bob', webmail, tell));

  const [ofAlice, ofBob] = [await ownCertificate(aliceApp), await ownCertificate(bobApp)];
  await tell.step('Alice mails her certificate; Bob looks at it and uses it for now', () =>
    takeFromMail({ person: alice, page: alicePage }, { person: bob, page: bobPage }, ofAlice, webmail, tell),
  );
  await tell.step('Alice pastes Bob’s certificate, compares every group, verifies it', () =>
    verifyPasted({ person: alice, app: aliceApp }, ofBob, tell),
  );

  const subject = 'Tuesday at the bridge';
  const composer = await tell.step('Alice writes a sealed mail in the webmail’s own page', () =>
    write(alice, alicePage, webmail, { to: 'bob@lab.test', subject, text: 'Meet me at nine.\nBring the blue kettle.' }),
  );
  await tell.picture(alice, alicePage, 'composer');
  await tell.step('Alice sends it: read back from the page, compared, let go', async () => {
    await pressSend(composer);
    await leftCompose(alicePage);
  });
  const known = webmail.mailsBefore();
  const { reader } = await tell.step('Bob opens it: decrypted, signature checked, drawn in Sotto’s frame', async () => {
    const received = await receive(bob, bobPage, webmail, known);
    await seeText(received.reader, 'reader-status', /^Sealed\./);
    return received;
  });
  console.log(
    `      Bob reads: “${await textOf(reader, 'reader-subject')}”, ${oneLine(await textOf(reader, 'reader-status'))}`,
  );
  await tell.picture(bob, bobPage, 'reader');

  await tell.step('Bob answers, sealed, with the words he read quoted', async () => {
    await press(reader, 'reader-reply');
    const answer = await bob.frameOf(bobPage, 'composer.html');
    await seeText(answer, 'composer-subject', new RegExp(`^Re: ${subject}$`));
    await tell.picture(bob, bobPage, 'reply');
    await pressSend(answer);
    await leftCompose(bobPage);
  });
  await tell.step('Alice reads the answer', async () => {
    const back = await receive(alice, alicePage, webmail);
    const status = await seeText(back.reader, 'reader-status', /^Sealed\.\s*Signed by Bob Lab, verified\.$/);
    console.log(`      Alice reads: “${await textOf(back.reader, 'reader-subject')}”, ${oneLine(status)}`);
  });
  await tell.picture(alice, alicePage, 'answer');
  const found = webmail.leaks([subject, 'Bring the blue kettle']);
  await tell.step('What the webmail and its server kept is searched for these words', async () => {
    if (found.length > 0) throw new Error(`found in ${found.join(', ')}`);
  });
  const running = await tell.step('The relay starts, on its embedded store', () => openChatRelay());
  relay = running;
  await chat({ person: alice, app: aliceApp }, { person: bob, app: bobApp }, running, tell);
  const relayPage = await alice.browser.newPage();
  await relayPage.goto(running.address);
  await tell.picture(alice, relayPage, 'relay');
  console.log(`\nAll of it in ${tell.total().trim()}. Pictures in ${SHOTS}/.`);
  if (visible) {
    console.log('The browsers stay open. Close both, or press Ctrl-C, to end.');
    await Promise.all(people.map((person) => new Promise((done) => person.browser.once('disconnected', done))));
  }
} catch (error) {
  // What each of them saw last.
  for (const person of people) {
    const page = (await person.browser.pages()).at(-1);
    if (page !== undefined) await tell.picture(person, page, 'stopped-here').catch(() => undefined);
  }
  throw error;
} finally {
  await Promise.allSettled(people.map((person) => person.close()));
  await webmail.close();
  await relay?.destroy();
}
