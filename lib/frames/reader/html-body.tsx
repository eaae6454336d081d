import { useEffect, useRef } from 'preact/hooks';
import type { SanitisedHtml } from '../../mime/sanitise-html';

/**
 * Formatted text in a frame without scripts, without our origin, without the network. [req 22, 23]
 * It cannot tell its height (that would take a script), so it scrolls inside and can be pulled larger.
 */
export function HtmlBody({ safe }: { safe: SanitisedHtml | undefined }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (frame.current !== null && safe !== undefined) frame.current.srcdoc = safe.document;
  }, [safe]);
  return (
    <div class="reader-html-body">
      <iframe
        ref={frame}
        class="reader-html"
        data-testid="reader-html"
        title="Message"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerpolicy="no-referrer"
      />
      {safe !== undefined && safe.removed > 0 && (
        <p class="soft" data-testid="reader-left-out">
          {safe.removed === 1 ? '1 remote content was' : `${safe.removed} remote contents were`} left out, so that the
          sender does not learn that you read this.
        </p>
      )}
    </div>
  );
}
