import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that nobody should ever ask anything: what asks it leaked that a mail was read. */
export type CanaryServer = {
  readonly url: string;
  /** Paths that were asked for, oldest first. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

export async function startCanary(): Promise<CanaryServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' });
    response.end('<p>canary</p>');
  });
  // Also a bare connection is a sign: prefetching opens one without asking for anything.
  server.on('connection', () => asked.push('connection'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** HTML that tries every way to run or to ask the network that mail has been seen to use. */
export const hostileHtml = (canary: string, words: string): string => `<!doctype html>
<html><head>
<meta http-equiv="refresh" content="0;url=${canary}/refresh">
<base href="${canary}/base/">
<link rel="stylesheet" href="${canary}/link.css"><link rel="preload" as="image" href="${canary}/preload">
<link rel="dns-prefetch" href="${canary}"><link rel="preconnect" href="${canary}"><link rel="icon" href="${canary}/icon">
<style>@import url("${canary}/import.css"); body { background: url(${canary}/body.png) }
@font-face { font-family: x; src: url(${canary}/font) } p { font-family: x; list-style-image: url('${canary}/list') }</style>
<script>fetch('${canary}/script'); window.top.postMessage('ran', '*')</script>
<script src="${canary}/script.js"></script>
</head><body background="${canary}/background" onload="fetch('${canary}/onload')">
<p>${words}</p>
<img src="${canary}/img" srcset="${canary}/srcset 2x" onerror="fetch('${canary}/onerror')">
<img src="x" onerror="new Image().src='${canary}/onerror2'">
<picture><source srcset="${canary}/source"><img src="relative.png"></picture>
<div style="background-image: image-set(url(${canary}/set) 1x); border-image: url(${canary}/border)">styled</div>
<svg><image href="${canary}/svg"/><use href="${canary}/use#x"/><script>fetch('${canary}/svgscript')</script></svg>
<iframe src="${canary}/iframe"></iframe><iframe srcdoc="<img src='${canary}/srcdoc'>"></iframe>
<object data="${canary}/object"></object><embed src="${canary}/embed">
<video poster="${canary}/poster" src="${canary}/video" autoplay></video><audio src="${canary}/audio" autoplay></audio>
<form action="${canary}/form" id="f"><input name="q" value="x" autofocus onfocus="fetch('${canary}/focus')"><button formaction="${canary}/formaction">Log in</button></form>
<a href="javascript:fetch('${canary}/js')" ping="${canary}/ping">link</a>
<table background="${canary}/table"><tr><td background="${canary}/td">cell</td></tr></table>
<math><annotation-xml encoding="text/html"><img src="${canary}/math"></annotation-xml></math>
</body></html>`;
