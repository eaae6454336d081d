import type { Bosh, BoshStream } from './bosh';
import type { Lane } from './lane';
import type { Verdict } from './line';
import type { Callable, Pristine, World } from './pristine';
import type { Replace } from './replace';

/** BOSH by `fetch`: a body of text is known at once, so that every other request passes with no task added. */
export function watchFetch(world: World, pristine: Pristine, replace: Replace, bosh: Bosh): void {
  const { apply, construct, bare, inherit, method, getter, weakMap } = pristine;
  const { Request, Response, Promise: NativePromise, TypeError: NativeTypeError } = world;
  const copyOf = method<Response>(Response.prototype, 'clone');
  const textOf = method<Promise<string>>(Response.prototype, 'text');
  const statusOf = getter<number>(Response.prototype, 'status');
  const statusTextOf = getter<string>(Response.prototype, 'statusText');
  const headersOf = getter<Headers>(Response.prototype, 'headers');
  const urlOf = getter<string>(Request.prototype, 'url');
  /** Bodies that went into a Request as text: a stream is never read for us. */
  const bodies = weakMap<object, string>();

  const bodyIn = (init: unknown): unknown =>
    typeof init === 'object' && init !== null ? (init as RequestInit).body : undefined;
  const bodyOf = (input: unknown, init: unknown): string | undefined => {
    const given = bodyIn(init);
    if (given !== undefined && given !== null) return bosh.isBody(given) ? given : undefined;
    return typeof input === 'object' && input !== null ? bodies.get(input) : undefined;
  };
  const addressOf = (input: unknown): string => {
    try {
      return urlOf(input);
    } catch {
      return `${input}`;
    }
  };
  const verdictOf = (lane: Lane, text: string): Verdict | Promise<Verdict> => {
    let later: ((verdict: Verdict) => void) | undefined;
    const early = lane.frame(text, (verdict) => later?.(verdict));
    if (early !== undefined) return early;
    return construct(NativePromise, [
      (resolve: (verdict: Verdict) => void) => {
        later = resolve;
      },
    ]) as Promise<Verdict>;
  };
  const refused = () => construct(NativeTypeError, ['Failed to fetch']) as TypeError;

  const readAnswer = async (response: Response, stream: BoshStream): Promise<Response> => {
    let text: string;
    try {
      text = await textOf(copyOf(response));
    } catch {
      // Broken off in the middle: the page meets the same failure when it reads.
      return response;
    }
    if (!bosh.isBody(text)) return response;
    const verdict = await verdictOf(stream.in, text);
    if (verdict.end) throw refused();
    return verdict.text === undefined ? response : rewritten(response, verdict.text);
  };
  const rewritten = (response: Response, text: string): Response => {
    const init = bare({
      status: statusOf(response),
      statusText: statusTextOf(response),
      headers: headersOf(response),
    });
    const other = construct(Response, [text, init]) as Response;
    copyFact(other, response, 'url');
    copyFact(other, response, 'redirected');
    copyFact(other, response, 'type');
    return other;
  };
  const copyFact = (to: Response, from: Response, name: 'url' | 'redirected' | 'type') =>
    pristine.defineProperty(to, name, bare({ value: from[name], configurable: true, enumerable: true }));

  const exchange = async (native: Callable, self: unknown, values: unknown[], text: string): Promise<Response> => {
    const stream = bosh.streamFor(addressOf(values[0]));
    const asked = verdictOf(stream.out, text);
    // Without `await` where the verdict is there: the request leaves in the same task as without us.
    const verdict = 'end' in asked ? asked : await asked;
    if (verdict.end) throw refused();
    if (verdict.text !== undefined)
      values[1] = inherit((values[1] as object | undefined) ?? bare({}), { body: verdict.text });
    return readAnswer(await (apply(native, self, values) as Promise<Response>), stream);
  };
  replace.method(world, 'fetch', (native, self, values) => {
    const text = bodyOf(values[0], values[1]);
    return text === undefined ? apply(native, self, values) : exchange(native, self, values, text);
  });
  replace.method(Request.prototype, 'clone', (native, self: Request, values) => {
    const copy = apply(native, self, values) as Request;
    const text = bodies.get(self);
    if (text !== undefined) bodies.set(copy, text);
    return copy;
  });
  replace.constructor('Request', (request: Request, values) => {
    const text = bodyOf(values[0], values[1]);
    if (text !== undefined) bodies.set(request, text);
  });
}
