import { drawPage, escapeHtml, type PageState } from './html';
import { bodyOf, headerOf, type StoredMail } from './mailbox';

// Pages with the structure that Roundcube's site file describes; the look and the code are our own.

export const loginPage = (problem: string): string =>
  drawPage(
    'Practice webmail',
    `<h1>Practice webmail</h1><p>alice@lab.test or bob@lab.test; the password is the name with -pw.</p>
<form method="post" action="/?_task=login"><label>Address <input id="rcmloginuser" name="_user"></label>
<label>Password <input id="rcmloginpwd" name="_pass" type="password"></label>
<button id="rcmloginsubmit">Login</button><p>${escapeHtml(problem)}</p></form>`,
    { token: '', env: {}, task: 'login' },
  );

export function listPage(mails: readonly StoredMail[], folder: string, state: PageState): string {
  const rows = mails.map(({ uid, raw }) => {
    const href = `/?_task=mail&amp;_mbox=${encodeURIComponent(folder)}&amp;_uid=${uid}&amp;_action=show`;
    return `<tr class="message"><td class="subject"><a href="${href}">${escapeHtml(headerOf(raw, 'Subject'))}</a></td>
<td>${escapeHtml(headerOf(raw, 'From'))}</td></tr>`;
  });
  const content = `<h1>${escapeHtml(folder)}</h1><table id="messagelist"><tbody>${rows.join('')}</tbody></table>
<iframe id="messagecontframe" name="messagecontframe" title="Preview"></iframe>`;
  return drawPage(folder, content, { ...state, env: { exists: mails.length, messagecount: mails.length } });
}

export function messagePage({ uid, raw }: StoredMail, folder: string, state: PageState): string {
  const from = headerOf(raw, 'From');
  const sealed = headerOf(raw, 'Content-Type').startsWith('multipart/encrypted');
  const part = `/?_task=mail&amp;_action=get&amp;_mbox=${encodeURIComponent(folder)}&amp;_uid=${uid}&amp;_part=2`;
  const files = `<ul id="attachment-list"><li class="application octet-stream asc"><a class="filename" href="${part}">
<span class="attachment-name">encrypted.asc</span></a></li></ul>`;
  const words = sealed ? 'This message is encrypted and cannot be displayed.' : bodyOf(raw);
  const content = `<h2 class="subject">${escapeHtml(headerOf(raw, 'Subject'))}</h2>
<div class="header-summary">From <a class="rcmContactAddress" href="#" title="${escapeHtml(from)}">${escapeHtml(from)}</a>
on ${escapeHtml(headerOf(raw, 'Date'))}</div>${sealed ? files : ''}
<div id="messagebody"><div class="message-part" id="message-part1"><div class="pre" style="white-space:pre-wrap">${escapeHtml(words)}</div></div></div>`;
  return drawPage(headerOf(raw, 'Subject'), content, state);
}

export type Prefilled = { readonly to: string; readonly subject: string; readonly text: string };

const recipient = (name: 'to' | 'cc' | 'bcc', value: string) =>
  `<div id="compose_${name}"><label>${name}<span class="recipient-input"><input data-field="_${name}"></span></label>
<textarea class="hidden" id="_${name}" name="_${name}">${escapeHtml(value)}</textarea></div>`;

export function composePage(user: string, { to, subject, text }: Prefilled, state: PageState): string {
  const content = `<form name="form" method="post" action="/?_task=mail&amp;_action=send" target="savetarget"
enctype="multipart/form-data"><input type="hidden" name="_token" value="${state.token}">
<input type="hidden" name="_task" value="mail"><input type="hidden" name="_action" value="send">
<input type="hidden" name="_draft" value=""><input type="hidden" name="_is_html" value="0">
<label>From <select name="_from"><option value="1">${escapeHtml(user)}</option></select></label>
${recipient('to', to)}${recipient('cc', '')}${recipient('bcc', '')}
<label>Subject <input id="compose-subject" name="_subject" value="${escapeHtml(subject)}"></label>
<textarea id="composebody" name="_message">${escapeHtml(text)}</textarea>
<div class="formbuttons"><button type="button" class="btn send">Send</button></div></form>
<iframe name="savetarget" class="hidden" title="Answer"></iframe>`;
  return drawPage('Compose', content, state);
}
