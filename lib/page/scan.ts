export type ScanOptions = {
  /** Looks at one text node. `false`: it may become something, ask again later. Throws nothing. */
  readonly look: (text: Text) => boolean;
  /** Milliseconds of one turn; then the page gets its own. */
  readonly budgetMs?: number;
  /** Milliseconds from a change to the turn that looks at it. Later changes do not move it. */
  readonly waitMs?: number;
  /** Texts that are changed where they stand are looked at again. */
  readonly alsoChanged?: boolean;
  /** The last texts of the page come first: where the newest stand at the end. */
  readonly fromEnd?: boolean;
  /** Hears of every record before its nodes are looked at, in the same turn of the page. */
  readonly onRecords?: (records: readonly MutationRecord[]) => void;
  /** Tells what each turn took, for the bench. */
  readonly onTurn?: (ms: number) => void;
};

const SKIPPED = new Set(['SCRIPT', 'STYLE', 'TEXTAREA', 'NOSCRIPT', 'SVG']);
/** Nodes between two looks at the clock. */
const STRIDE = 32;
/** So few nodes are looked at where they appear, before they are drawn: a message is covered before it is seen. */
const AT_ONCE = 16;
const AGAIN_MS = 100;
const TRIES = 100;

/**
 * Looks at every text that is added to a page, once, in turns of a few milliseconds. The turn after a change comes
 * at a fixed time: mutations never postpone it, so a page that changes without end is still seen whole. Open shadow
 * roots are entered; only added nodes are looked at, never the whole page again.
 */
export function startScan(page: Document, options: ScanOptions): () => void {
  const { look, budgetMs = 3, waitMs = 30, alsoChanged = false, fromEnd = false, onTurn, onRecords } = options;
  const queue: Node[] = [];
  const roots = new WeakSet<Node>();
  let unripe: Array<{ text: Text; tries: number }> = [];
  let lateHosts: Array<{ host: Element; tries: number }> = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turnDue = Number.POSITIVE_INFINITY;
  let stopped = false;

  const schedule = (ms: number) => {
    const due = performance.now() + ms;
    if (stopped || due >= turnDue) return;
    clearTimeout(timer);
    turnDue = due;
    timer = setTimeout(turn, ms);
  };

  const observer = new MutationObserver((records) => {
    onRecords?.(records);
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') queue.push(target);
      for (const node of addedNodes) queue.push(node);
    }
    if (queue.length > AT_ONCE) schedule(waitMs);
    else if (queue.length > 0) turn();
  });
  const enter = (root: Node) => {
    if (roots.has(root)) return;
    roots.add(root);
    observer.observe(root, { childList: true, subtree: true, characterData: alsoChanged });
    queue.push(root);
  };

  const visit = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!look(node as Text)) unripe.push({ text: node as Text, tries: TRIES });
      return;
    }
    if (node instanceof Element) {
      if (SKIPPED.has(node.nodeName.toUpperCase())) return;
      if (node.shadowRoot !== null) enter(node.shadowRoot);
      // A custom element may get its shadow root only when its class is defined.
      else if (node.localName.includes('-')) lateHosts.push({ host: node, tries: TRIES });
    }
    // The queue is taken from its end.
    if (fromEnd) for (let child = node.firstChild; child !== null; child = child.nextSibling) queue.push(child);
    else for (let child = node.lastChild; child !== null; child = child.previousSibling) queue.push(child);
  };

  const turn = () => {
    turnDue = Number.POSITIVE_INFINITY;
    const started = performance.now();
    let count = 0;
    while (queue.length > 0) {
      if (++count % STRIDE === 0 && performance.now() - started > budgetMs) break;
      const node = queue.pop();
      if (node?.isConnected === true) visit(node);
    }
    onTurn?.(performance.now() - started);
    if (queue.length > 0) schedule(0);
    else if (unripe.length > 0 || lateHosts.length > 0) schedule(AGAIN_MS);
  };

  const lookAgain = () => {
    const hosts = lateHosts;
    lateHosts = [];
    for (const { host, tries } of hosts) {
      if (host.shadowRoot !== null) enter(host.shadowRoot);
      else if (host.isConnected && tries > 0) lateHosts.push({ host, tries: tries - 1 });
    }
    const texts = unripe;
    unripe = [];
    for (const { text, tries } of texts) {
      if (text.isConnected && !look(text) && tries > 0) unripe.push({ text, tries: tries - 1 });
    }
  };
  const again = setInterval(() => {
    if (unripe.length + lateHosts.length > 0) lookAgain();
    if (queue.length > 0) schedule(0);
  }, AGAIN_MS);

  enter(page);
  schedule(0);
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(again);
    observer.disconnect();
    queue.length = 0;
  };
}
