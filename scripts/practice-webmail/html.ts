const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

const STYLE = `html,body{height:100%}body{font:14px/1.5 system-ui,sans-serif;margin:0;color:#222}#layout{display:flex;height:100%;width:100%}
#layout-menu{width:110px;background:#2f3a3f;padding:12px}#layout-menu a{display:block;color:#fff;margin:8px 0}
#layout-content{flex:1;position:relative;padding:16px;overflow:auto}label{display:block;margin-top:8px}
input,textarea{font:inherit;padding:4px;box-sizing:border-box;width:100%}#composebody{height:320px}
table{width:100%;border-collapse:collapse}td{border-bottom:1px solid #ddd;padding:6px}.hidden{display:none}
#messagecontframe{width:100%;height:420px;border:1px solid #ddd}.formbuttons{margin-top:12px;display:flex;gap:8px}`;

export type PageState = {
  readonly token: string;
  readonly env: Readonly<Record<string, unknown>>;
  readonly task?: string;
};

/** A page with the frame and the settings that site files look for. `\u003c` keeps a value from ending the script. */
export function drawPage(title: string, content: string, { token, env, task = 'mail' }: PageState): string {
  const settings = JSON.stringify({ ...env, request_token: token }).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style><script src="/program/js/app.practice.js"></script><script>rcmail.set_env(${settings});</script></head>
<body class="task-${task}"><div id="layout"><nav id="layout-menu"><a href="/?_task=mail&_action=compose">Compose</a>
<a href="/?_task=mail&_mbox=INBOX">Mail</a><a href="/?_task=mail&_mbox=Sent">Sent</a>
<a href="/?_task=mail&_mbox=Drafts">Drafts</a><a href="/?_task=logout">Logout</a></nav>
<main id="layout-content">${content}</main></div></body></html>`;
}

/** The page's own program: what it needs to list, to save drafts in clear, and to send. Ours, not Roundcube's. */
export const PROGRAM = `var rcmail = { busy: false, env: {},
  set_env: function (env) { Object.assign(this.env, env); },
  sent_successfully: function () { location.href = '/?_task=mail&_mbox=INBOX'; } };
addEventListener('DOMContentLoaded', function () {
  var list = document.querySelector('#messagelist');
  if (list) list.addEventListener('click', function (event) {
    var link = event.target.closest('tr') && event.target.closest('tr').querySelector('a');
    if (!link) return;
    event.preventDefault();
    document.querySelector('#messagecontframe').src = link.href.replace('_action=show', '_action=preview');
  });
  var form = document.querySelector('form[name=form]');
  if (!form) return;
  document.querySelectorAll('.recipient-input input').forEach(function (input) {
    var hidden = document.getElementById(input.dataset.field);
    input.value = hidden.value;
    input.addEventListener('input', function () { hidden.value = input.value; });
    hidden.addEventListener('change', function () { input.value = hidden.value; });
  });
  document.querySelector('button.send').addEventListener('click', function () { form.submit(); });
  setInterval(function () {
    if (form.elements._message.value === '') return;
    var copy = new FormData(form);
    copy.set('_draft', '1');
    fetch(form.action, { method: 'POST', body: copy });
  }, rcmail.env.draft_autosave * 1000);
});`;
