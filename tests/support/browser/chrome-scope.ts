import type { Browser } from 'puppeteer-core';

/** As much of puppeteer's BiDi connection as is needed; it is not part of the public types. */
type BidiConnection = { send(method: string, parameters: object): Promise<{ result: unknown }> };
type Tree = { contexts: ReadonlyArray<{ context: string; url: string }> };
type Evaluated =
  | { type: 'success'; result: { value?: unknown } }
  | { type: 'exception'; exceptionDetails: { text: string } };

/** Runs code with the browser's own rights, in its first window (Firefox with `-remote-allow-system-access`). */
export type ChromeScope = { run(body: string): Promise<unknown> };

export function chromeScope(browser: Browser): ChromeScope {
  const { connection } = browser as unknown as { connection: BidiConnection };
  return {
    async run(body) {
      const tree = (await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' })).result as Tree;
      const window = tree.contexts.find(({ url }) => url.endsWith('/browser.xhtml'));
      if (window === undefined) throw new Error('Firefox has no browser window');
      const answer = (
        await connection.send('script.evaluate', {
          expression: `(async () => { ${body} })()`,
          target: { context: window.context },
          awaitPromise: true,
        })
      ).result as Evaluated;
      if (answer.type === 'exception') throw new Error(`in Firefox: ${answer.exceptionDetails.text}`);
      return answer.result.value;
    },
  };
}
