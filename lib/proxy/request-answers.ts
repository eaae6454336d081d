import type { Bosh } from './bosh';
import type { Line, Verdict } from './line';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';
import type { BoshRequest, Requests } from './request-state';

const LOADING = 3;
const DONE = 4;
const EVENTS = ['readystatechange', 'progress', 'load', 'error', 'abort', 'timeout', 'loadend'] as const;

/**
 * The answers to requests of BOSH. We hear each event first. Where the answer waits, the events of its end wait with
 * it, and are dispatched again, in their order; until then the request looks as if it were still loading, without text.
 */
export function createAnswers(
  world: World,
  pristine: Pristine,
  replace: Replace,
  bosh: Bosh,
  line: Line,
  requests: Requests,
  fail: (request: XMLHttpRequest, state: BoshRequest, type: 'error') => void,
): void {
  const { apply, bare, construct, dispatch, getter, listen, method, stop, typeOf, currentTargetOf } = pristine;
  const native = world.XMLHttpRequest.prototype;
  const { DOMParser, XMLSerializer } = world;
  const readyStateOf = getter<number>(native, 'readyState');
  const responseTypeOf = getter<string>(native, 'responseType');
  const textOf = getter<string>(native, 'responseText');
  const xmlOf = getter<Document | null>(native, 'responseXML');
  const urlOf = getter<string>(native, 'responseURL');
  const parse = method<Document>(DOMParser.prototype, 'parseFromString');
  const serialise = method<string>(XMLSerializer.prototype, 'serializeToString');
  const findErrors = method<HTMLCollection>(world.Document.prototype, 'getElementsByTagName');
  const lengthOf = getter<number>(world.HTMLCollection.prototype, 'length');
  const { prototype: progressing } = world.ProgressEvent;
  const isComputable = getter<boolean>(progressing, 'lengthComputable');
  const loadedOf = getter<number>(progressing, 'loaded');
  const totalOf = getter<number>(progressing, 'total');

  const readText = (request: XMLHttpRequest): string | undefined => {
    const type = responseTypeOf(request);
    if (type === '' || type === 'text') return textOf(request);
    if (type !== 'document') return undefined;
    const document = xmlOf(request);
    return document === null ? '' : serialise(construct(XMLSerializer, []), document);
  };
  const copyOf = (event: Event): Event => {
    const type = typeOf(event);
    if (type === 'readystatechange') return pristine.event(type);
    const init = bare({ lengthComputable: isComputable(event), loaded: loadedOf(event), total: totalOf(event) });
    return pristine.progressEvent(type, init);
  };
  const hold = (state: BoshRequest, event: Event) => {
    stop(event);
    const held = bare({ again: copyOf(event), next: undefined });
    let last = state.held;
    while (last?.next !== undefined) last = last.next;
    if (last === undefined) state.held = held;
    else last.next = held;
  };

  const arrive = (request: XMLHttpRequest, state: BoshRequest, event: Event) => {
    const go = ({ end, text }: Verdict) => {
      if (requests.of(request) !== state || (state.phase !== 'sent' && state.phase !== 'held')) return;
      const waited = state.held;
      if (end) {
        fail(request, state, 'error');
        return;
      }
      state.phase = 'done';
      state.text = text;
      for (let at = waited; at !== undefined && requests.of(request) === state; at = at.next)
        dispatch(request, at.again);
    };
    const text = readText(request);
    if (text === undefined) line.elsewhere('unreadable', urlOf(request));
    if (text !== undefined && bosh.isBody(text)) {
      const early = state.stream.in.frame(text, go);
      if (early?.end === true) stop(event);
      if (early !== undefined) {
        go(early);
        return;
      }
    } else if (state.stream.in.isEmpty()) {
      state.phase = 'done';
      return;
    } else state.stream.in.after(() => go({ end: false }));
    state.phase = 'held';
    hold(state, event);
  };
  const hear = (event: Event) => {
    if (!event.isTrusted) return;
    const request = currentTargetOf(event) as XMLHttpRequest;
    const state = requests.of(request);
    if (state === undefined) return;
    if (state.phase === 'failed') stop(event);
    else if (state.phase === 'held') hold(state, event);
    else if (state.phase === 'sent' && readyStateOf(request) === DONE) arrive(request, state, event);
  };
  replace.constructor('XMLHttpRequest', (request: XMLHttpRequest) => {
    for (let at = 0; at < EVENTS.length; at += 1) listen(request, EVENTS[at], hear, true);
  });

  const documentOf = (request: XMLHttpRequest, state: BoshRequest): Document | null => {
    if (state.document !== undefined) return state.document;
    // Not XML by its type: then there is none of the other text either.
    const made = xmlOf(request) === null ? null : parse(construct(DOMParser, []), state.text, 'application/xml');
    state.document = made !== null && lengthOf(findErrors(made, 'parsererror')) > 0 ? null : made;
    return state.document;
  };
  /** The answer is not the page's yet. */
  const isKept = ({ phase }: BoshRequest) => phase === 'sent' || phase === 'held' || phase === 'failed';

  replace.getter(native, 'readyState', (target, request: XMLHttpRequest) => {
    const state = requests.of(request);
    if (state?.shownState !== undefined) return state.shownState;
    return state?.phase === 'held' ? LOADING : apply(target, request, []);
  });
  replace.getter(native, 'status', (target, request: XMLHttpRequest) => {
    const status: unknown = apply(target, request, []);
    return requests.of(request)?.phase === 'failed' ? 0 : status;
  });
  replace.getter(native, 'responseText', (target, request: XMLHttpRequest) => {
    const text = apply(target, request, []) as string;
    const state = requests.of(request);
    if (state === undefined) return text;
    return isKept(state) ? '' : (state.text ?? text);
  });
  replace.getter(native, 'responseXML', (target, request: XMLHttpRequest) => {
    const document = apply(target, request, []) as Document | null;
    const state = requests.of(request);
    if (state === undefined) return document;
    if (isKept(state)) return null;
    return state.text === undefined ? document : documentOf(request, state);
  });
  replace.getter(native, 'response', (target, request: XMLHttpRequest) => {
    const answer: unknown = apply(target, request, []);
    const state = requests.of(request);
    if (state === undefined || (!isKept(state) && state.text === undefined)) return answer;
    const type = responseTypeOf(request);
    if (type === '' || type === 'text') return isKept(state) ? '' : state.text;
    if (isKept(state)) return null;
    return type === 'document' ? documentOf(request, state) : answer;
  });
}
