import type { Callable, Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';

/** Milliseconds between two looks at the documents inside this one. */
const EVERY = 100;

/** Methods that can put a frame into a document, by whose prototype they are: what they take are nodes, or texts. */
const TAKING_NODES: ReadonlyArray<readonly [owner: string, methods: readonly string[]]> = [
  ['Node', ['appendChild', 'insertBefore', 'replaceChild']],
  [
    'Element',
    ['append', 'prepend', 'before', 'after', 'replaceWith', 'replaceChildren', 'moveBefore', 'insertAdjacentElement'],
  ],
  ['CharacterData', ['before', 'after', 'replaceWith']],
  ['DocumentType', ['before', 'after', 'replaceWith']],
  ['Document', ['append', 'prepend', 'replaceChildren', 'moveBefore']],
  ['DocumentFragment', ['append', 'prepend', 'replaceChildren', 'moveBefore']],
  ['Range', ['insertNode']],
];
/** And those that put in what does not stand in what they are given. */
const TAKING_MARKUP: typeof TAKING_NODES = [
  ['Range', ['surroundContents']],
  ['Element', ['insertAdjacentHTML', 'setHTMLUnsafe', 'setHTML']],
  ['Document', ['write', 'writeln', 'execCommand', 'open']],
];
const FRAMES = ['iframe', 'frame', 'object', 'embed'] as const;
const REACHING: ReadonlyArray<readonly [owner: string, getters: readonly string[], methods: readonly string[]]> = [
  ['HTMLIFrameElement', ['contentWindow', 'contentDocument'], ['getSVGDocument']],
  ['HTMLFrameElement', ['contentWindow', 'contentDocument'], []],
  ['HTMLObjectElement', ['contentWindow', 'contentDocument'], ['getSVGDocument']],
  ['HTMLEmbedElement', [], ['getSVGDocument']],
];

/**
 * Other documents of this origin have constructors of their own, and the first, empty one of a frame none of our scripts
 * in it. So each is reached where the page gets hold of it: `reach` is called before the page goes on, and sees to it
 * that it is ours, too. What slips through shows itself as a connection that nobody knows (`elsewhere`).
 */
export function watchRealms(
  world: World,
  pristine: Pristine,
  replace: Replace,
  reach: (inner: World) => void,
): { look(): void } {
  const { apply, construct, getter, method } = pristine;
  const { Node, MutationObserver: NativeObserver } = world;
  const countOf = getter<number>(world, 'length');
  const viewOf = getter<World | null>(world.Document.prototype, 'defaultView');
  const ownerOf = getter<Document | null>(Node.prototype, 'ownerDocument');
  const known = pristine.weakMap<object, true>();

  const meet = (inner: unknown): void => {
    try {
      if (typeof inner !== 'object' || inner === null) return;
      // Unforgeable, and another one whenever there may be other constructors.
      const { document: its } = inner as World;
      if (its === null || known.get(its) !== undefined) return;
      known.set(its, true);
      reach(inner as World);
    } catch {
      // Of another origin: it has scripts of ours or none of ours, and the page does not reach into it either.
    }
  };
  // What the parser puts in is seen before the next script runs: observers are called at the end of each task.
  const observe = method<void>(NativeObserver.prototype, 'observe');
  const observer = construct(NativeObserver, [() => look()]);
  let observed: Document | undefined;
  const look = (): void => {
    // A window outlives its first, empty document where the next one is of the same origin.
    if (observed !== world.document) {
      observed = world.document;
      observe(observer, observed, pristine.bare({ childList: true, subtree: true }));
    }
    for (let at = 0; at < countOf(world); at += 1) meet(world[at]);
  };
  const after = (native: Callable, self: unknown, values: unknown[]): unknown => {
    try {
      return apply(native, self, values);
    } finally {
      look();
    }
  };
  const firstOf = getter<Node | null>(Node.prototype, 'firstChild');
  const nameOf = getter<string>(world.Element.prototype, 'localName');
  /** Most of what pages put in is a single element or a text: a glance at it is cheaper than one at every frame. */
  const mayHold = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    try {
      if (firstOf(value) !== null) return true;
      const name = nameOf(value);
      for (let at = 0; at < FRAMES.length; at += 1) if (FRAMES[at] === name) return true;
    } catch {
      // A text, a comment, an empty fragment; or nothing that could be put in.
    }
    return false;
  };
  const afterNodes = (native: Callable, self: unknown, values: unknown[]): unknown => {
    let holds = false;
    for (let at = 0; at < values.length; at += 1) holds ||= mayHold(values[at]);
    return holds ? after(native, self, values) : apply(native, self, values);
  };
  const ofNode = (node: unknown) => {
    if (node !== null) meet(viewOf((ownerOf(node) ?? node) as Document));
  };
  const prototypeOf = (name: string): object | undefined =>
    (world as unknown as Record<string, { prototype: object } | undefined>)[name]?.prototype;

  const each = (list: typeof TAKING_NODES, handle: typeof after) => {
    for (const [owner, methods] of list) {
      const prototype = prototypeOf(owner);
      if (prototype !== undefined) for (const name of methods) replace.method(prototype, name, handle);
    }
  };
  each(TAKING_NODES, afterNodes);
  each(TAKING_MARKUP, after);
  for (const name of ['innerHTML', 'outerHTML']) replace.setter(world.Element.prototype, name, after);
  for (const [owner, getters, methods] of REACHING) {
    const prototype = prototypeOf(owner);
    if (prototype === undefined) continue;
    for (const name of getters)
      replace.getter(prototype, name, (native, self) => {
        const found = apply(native, self, []);
        if (name === 'contentWindow') meet(found);
        else ofNode(found);
        return found;
      });
    for (const name of methods)
      replace.method(prototype, name, (native, self, values) => {
        const found = apply(native, self, values);
        ofNode(found);
        return found;
      });
  }
  replace.method(world, 'open', (native, self, values) => {
    const opened = apply(native, self, values);
    meet(opened);
    return opened;
  });
  const again = () => {
    look();
    pristine.later(again, EVERY);
  };
  again();
  return { look };
}
