import { createMime } from '../../../lib/mime/mime';
import { sanitiseHtml } from '../../../lib/mime/sanitise-html';

/** Runs inside a browser: draws hostile HTML in a frame that the test can look into, then builds and reads 25 MB. */
export async function run(html: string): Promise<Record<string, unknown>> {
  const violations: string[] = [];
  const note = (event: SecurityPolicyViolationEvent): void => {
    violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  };
  // Chromium reports handlers that it meets while the sanitiser parses; none of them is compiled.
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective !== 'script-src-attr') note(event);
  });
  const { document: safe, removed } = await sanitiseHtml(html, []);
  const frame = document.createElement('iframe');
  // The product's frame has no origin of its own either; here the test must look inside.
  frame.setAttribute('sandbox', 'allow-same-origin');
  const drawn = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = safe;
  document.documentElement.append(frame);
  await drawn;
  const inside = frame.contentDocument;
  inside?.addEventListener('securitypolicyviolation', note);
  // Two paints: whatever the document would load has been asked for by then.
  for (let paint = 0; paint < 2; paint++) await new Promise((resolve) => requestAnimationFrame(resolve));
  return { frame: inside?.body.textContent ?? '', removed, violations, ...(await measure()) };
}

async function measure(): Promise<Record<string, unknown>> {
  const mime = createMime();
  const content = new Uint8Array(25 * 1024 * 1024);
  for (let at = 0; at < content.length; at += 65_536) crypto.getRandomValues(content.subarray(at, at + 65_536));
  const draft = { from: 'a@b.example', to: ['c@d.example'], cc: [], subject: 's', date: new Date(0), text: 't' };
  const timings = { build: Number.POSITIVE_INFINITY, read: Number.POSITIVE_INFINITY, same: false };
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const built = mime.build({ ...draft, attachments: [{ name: 'a', mediaType: 'application/pdf', content }] });
    const middle = performance.now();
    const body = mime.readBody(built);
    timings.build = Math.min(timings.build, middle - began);
    timings.read = Math.min(timings.read, performance.now() - middle);
    const octets = new Uint8Array((await body.attachments[0]?.content.arrayBuffer()) ?? new ArrayBuffer());
    timings.same = octets.length === content.length && octets.every((octet, index) => octet === content[index]);
  }
  return timings;
}
