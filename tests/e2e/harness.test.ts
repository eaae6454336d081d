import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill, press, seeText, textOf } from '../support/browser/elements';
import { browserMissing, KINDS, launch } from '../support/browser/launch';
import type { Person, View } from '../support/browser/person';
import { makeProbe } from '../support/probe-extension';

// The harness itself, against the smallest extension that has all of Sotto's kinds of places.

const probe = makeProbe();
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>page</title><div id="probe-here"></div>');
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  probe.remove();
});

async function ask(view: View, pressed: string, has: string): Promise<Record<string, unknown>> {
  await press(view, pressed);
  return JSON.parse(await seeText(view, 'probe-answer', new RegExp(`"${has}"`))) as Record<string, unknown>;
}

for (const kind of KINDS) {
  describe.skipIf(browserMissing(kind) !== undefined)(`a person at ${kind}`, () => {
    let person: Person;
    let extension: string;
    beforeAll(async () => {
      extension = probe.folderFor(kind);
      person = await launch(kind, { name: 'probe', extension });
    });
    afterAll(() => person?.close());

    it('types and clicks with trusted events in a frame of the extension inside a page', async () => {
      const page = await person.openPage(url);
      const frame = await person.frameOf(page, 'reader.html');
      await fill(frame, 'probe-text', 'first words');
      await fill(frame, 'probe-text', 'other words');
      expect(await ask(frame, 'probe-ask', 'asked')).toMatchObject({ isTrusted: true, text: 'other words' });
    });

    it('fills in long text with its line breaks only where the field keeps them', async () => {
      const app = await person.openExtensionPage('app.html');
      await fill(app, 'probe-text', 'long '.repeat(100));
      expect(await textOf(app, 'probe-text')).toHaveLength(500);
    });

    it('kills the background, which answers again as a new one', async () => {
      const app = await person.openExtensionPage('app.html');
      await ask(app, 'probe-ask', 'asked');
      await person.killBackground();
      expect(await person.backgroundRuns()).toBe(false);
      expect(await ask(app, 'probe-ask', 'asked')).toMatchObject({ asked: 1 });
    });

    it('reaches a window that the extension opens', async () => {
      const app = await person.openExtensionPage('app.html');
      await press(app, 'probe-open');
      const window = await person.extensionPage('certificate.html');
      expect(await ask(window, 'probe-ask', 'asked')).toMatchObject({ isTrusted: true });
      const path = await person.screenshot(window, 'certificate');
      expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
    });

    it('opens the popup for a page, which may look at that page alone', async () => {
      const page = await person.openPage(url);
      const popup = await person.openPopupFor(page);
      expect(await ask(popup, 'probe-tab', 'tab')).toEqual({ tab: url });
    });

    // Chrome's prompt cannot be pressed by remote control: there the test build carries loopback hosts.
    if (kind === 'firefox') {
      it('grants a site by a real click, without a prompt in the way', async () => {
        const app = await person.openExtensionPage('app.html');
        expect(await ask(app, 'probe-grant', 'granted')).toEqual({ granted: true });
      });
    }

    it('keeps what is stored when the browser is killed', async () => {
      const app = await person.openExtensionPage('app.html');
      await fill(app, 'probe-text', 'kept words');
      await ask(app, 'probe-keep', 'stored');
      const { profileDir } = person;
      await person.crash();
      person = await launch(kind, { name: 'probe', extension, profileDir });
      const again = await person.openExtensionPage('app.html');
      expect(await ask(again, 'probe-ask', 'asked')).toMatchObject({ kept: 'kept words' });
      rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    });
  });
}
