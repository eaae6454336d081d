#!/usr/bin/env bash
# lab.sh - a real webmail on loopback, without systemd: Roundcube 1.6, Dovecot IMAP, an SMTP server that keeps
# everything it is handed. Several labs can run at once: each has its own STATE_DIR and ports.
#
#   lab.sh install                       apt packages (Debian), services are not started
#   lab.sh start   [STATE_DIR]           generate configs, start, wait until ready
#   lab.sh stop    [STATE_DIR]           stop by pid files
#   lab.sh status  [STATE_DIR]           exit 0 = all up and answering
#   lab.sh reset   [STATE_DIR]           (lab may be running) empty every mailbox + the SMTP spool
#   lab.sh inject  [STATE_DIR] USER FILE deliver a raw RFC 5322 file to USER@lab.test through LMTP
#   lab.sh destroy [STATE_DIR]           stop + delete STATE_DIR
#
# All state (configs, pids, sockets, mail, db, logs, captured SMTP messages) is under STATE_DIR
# (default ${TMPDIR:-/var/tmp}/sotto-lab-mail). Everything listens on 127.0.0.1 / unix sockets only.
# `start` writes the ports to STATE_DIR/ports; every other verb reads them from there.
#
# Environment (defaults):
#   LAB_HTTP_PORT LAB_HTTPS_PORT LAB_IMAP_PORT LAB_SMTP_PORT     free ports chosen at start where not given
#   LAB_USERS="alice bob carol"   password of USER is "USER-pw", address USER@lab.test
#   LAB_HTMLEDITOR=0              0 plain text compose, 1 always HTML (TinyMCE)
#   LAB_AUTOSAVE=300              seconds between Roundcube draft autosaves (0 = off)
#   LAB_PLUGINS=""                e.g. "enigma markasjunk archive zipdownload"
#   LAB_CSP=""                    when set: value of a Content-Security-Policy header added by nginx
set -u
ulimit -n 4096   # node hands down its own, which can be a thousand million: servers that close every number then take minutes
VERB=${1:-}; [ $# -gt 0 ] && shift
case "$VERB" in
  install) ;;
  inject) if [ $# -ge 3 ]; then STATE_ARG=$1; shift; fi ;;
  *) STATE_ARG=${1:-} ;;
esac
STATE=${STATE_ARG:-${LAB_STATE:-${TMPDIR:-/var/tmp}/sotto-lab-mail}}
case "$STATE" in /*) ;; *) STATE=$PWD/$STATE ;; esac
STATE=${STATE%/}
HTTP=0; HTTPS=0; IMAP=0; SMTP=0
[ -r "$STATE/ports" ] && . "$STATE/ports"
HTTP=${LAB_HTTP_PORT:-$HTTP}; HTTPS=${LAB_HTTPS_PORT:-$HTTPS}
IMAP=${LAB_IMAP_PORT:-$IMAP}; SMTP=${LAB_SMTP_PORT:-$SMTP}
USERS=${LAB_USERS:-alice bob carol}
DOMAIN=lab.test
MAILUID=5000                      # numeric, needs no passwd entry
RCROOT=/var/lib/roundcube/public_html
PY=/usr/bin/python3               # Debian's python (a pyenv python would lack aiosmtpd)
FPM=$(ls /usr/sbin/php-fpm[0-9]* 2>/dev/null | sort -V | tail -n 1)

die() { echo "mail lab: $*" >&2; exit 1; }
choose_ports() { # whatever is still 0 becomes a port that is free now; all four differ
  set -- $($PY -c 'import socket, sys
held = []
for given in sys.argv[1:]:
    if given == "0":
        s = socket.socket(); s.bind(("127.0.0.1", 0)); held.append(s); given = s.getsockname()[1]
    print(given)' "$HTTP" "$HTTPS" "$IMAP" "$SMTP")
  HTTP=$1; HTTPS=$2; IMAP=$3; SMTP=$4
}
up_port() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
alive() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }
is_running() { # pidfile comm-pattern : guards against recycled pids
  alive "$1" && tr '\0' ' ' <"/proc/$(cat "$1")/cmdline" 2>/dev/null | grep -q -- "$2"; }

do_install() {
  [ "$(id -u)" = 0 ] || die "install needs root"
  export DEBIAN_FRONTEND=noninteractive
  # Keep maintainer scripts from starting daemons on the default ports.
  local made=0
  if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; made=1; fi
  apt-get update -qq &&
  apt-get install -y -qq --no-install-recommends \
    roundcube-core roundcube-sqlite3 roundcube-plugins php-fpm php-sqlite3 nginx-light \
    dovecot-imapd dovecot-lmtpd python3-aiosmtpd openssl curl
  local rc=$?
  [ $made = 1 ] && rm -f /usr/sbin/policy-rc.d
  return $rc
}

write_configs() {
  mkdir -p "$STATE"/{etc,run,log,smtp,mail,tls} "$STATE"/roundcube/{config,temp,logs,sessions} "$STATE"/nginx || die "cannot create $STATE"
  chmod 755 "$STATE" "$STATE"/{etc,run,log,mail,tls}
  printf 'HTTP=%s\nHTTPS=%s\nIMAP=%s\nSMTP=%s\n' "$HTTP" "$HTTPS" "$IMAP" "$SMTP" >"$STATE/ports"
  # privilege-dropping services must be able to reach STATE_DIR
  setpriv --reuid $MAILUID --regid $MAILUID --clear-groups test -x "$STATE" || die "$STATE is not reachable for unprivileged users (need o+x on every parent)"
  [ ${#STATE} -le 70 ] || die "STATE_DIR path too long for unix sockets (${#STATE} > 70)"

  # ---- Dovecot -------------------------------------------------------------
  : >"$STATE/etc/users"
  local u
  for u in $USERS; do
    echo "$u@$DOMAIN:{PLAIN}$u-pw:$MAILUID:$MAILUID::$STATE/mail/$u::" >>"$STATE/etc/users"
    mkdir -p "$STATE/mail/$u"
  done
  chown -R $MAILUID:$MAILUID "$STATE/mail" "$STATE/smtp"
  chown root:dovecot "$STATE/etc/users"; chmod 640 "$STATE/etc/users"
  cat >"$STATE/etc/dovecot.conf" <<EOF
base_dir = $STATE/run/dovecot
state_dir = $STATE/run/dovecot-state
instance_name = lab-$IMAP
log_path = $STATE/log/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = $MAILUID
mail_location = maildir:~/Maildir
default_vsz_limit = 512M
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u $STATE/etc/users
}
userdb {
  driver = passwd-file
  args = username_format=%u $STATE/etc/users
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \Sent
    auto = subscribe
  }
  mailbox Junk {
    special_use = \Junk
    auto = subscribe
  }
  mailbox Trash {
    special_use = \Trash
    auto = subscribe
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $IMAP
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  unix_listener lmtp {
    mode = 0666
  }
}
protocol lmtp {
  postmaster_address = postmaster@$DOMAIN
}
EOF

  # ---- SMTP submission: aiosmtpd with AUTH, keeps every message, delivers by LMTP
  cat >"$STATE/etc/smtpd.py" <<'EOF'
import asyncio, itertools, json, os, smtplib, sys, time
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
state, port, domain = sys.argv[1], int(sys.argv[2]), sys.argv[3]
spool, lmtp, usersf = state + "/smtp", state + "/run/dovecot/lmtp", state + "/etc/smtp-users"
USERS = dict(l.rstrip("\n").split(":", 1) for l in open(usersf))
seq = itertools.count(1)

def auth(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword):
        u, p = data.login.decode(), data.password.decode()
        if USERS.get(u) == p:
            return AuthResult(success=True, auth_data=u)
    return AuthResult(success=False, handled=False)

class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.lower() != session.auth_data:      # like a real provider
            return "553 5.7.1 sender not owned by " + str(session.auth_data)
        envelope.mail_from = address; envelope.mail_options.extend(options)
        return "250 2.1.0 OK"
    async def handle_RCPT(self, server, session, envelope, address, options):
        a = address.lower()
        if a.endswith("@" + domain) and a not in USERS:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"
    async def handle_DATA(self, server, session, envelope):
        raw = envelope.content
        base = "%s/%d-%04d" % (spool, int(time.time() * 1000), next(seq))
        with open(base + ".tmp", "wb") as f: f.write(raw)
        os.rename(base + ".tmp", base + ".eml")       # exactly what the webmail handed to SMTP
        with open(base + ".json", "w") as f:
            json.dump({"auth": session.auth_data, "from": envelope.mail_from, "to": envelope.rcpt_tos}, f)
        local = [a for a in envelope.rcpt_tos if a.lower().endswith("@" + domain)]
        def deliver():
            with smtplib.LMTP(lmtp) as c:
                for a in local:                           # LMTP answers DATA once for each recipient
                    c.sendmail(envelope.mail_from, [a.lower()], raw)
        if local:                                     # other domains: only kept in the spool
            try: await asyncio.get_running_loop().run_in_executor(None, deliver)
            except Exception as e:
                print("lmtp:", e, flush=True); return "451 4.3.0 local delivery failed"
        return "250 2.0.0 queued as " + os.path.basename(base)

async def main():
    h = Handler()
    s = await asyncio.get_running_loop().create_server(
        lambda: SMTP(h, hostname="smtp." + domain, authenticator=auth, auth_required=True,
                     auth_require_tls=False, enable_SMTPUTF8=True, data_size_limit=80 << 20),
        "127.0.0.1", port)
    await s.serve_forever()
asyncio.run(main())
EOF
  : >"$STATE/etc/smtp-users"; for u in $USERS; do echo "$u@$DOMAIN:$u-pw" >>"$STATE/etc/smtp-users"; done

  # ---- Roundcube -----------------------------------------------------------
  ln -sf /etc/roundcube/defaults.inc.php "$STATE/roundcube/config/defaults.inc.php"
  ln -sf /etc/roundcube/mimetypes.php "$STATE/roundcube/config/mimetypes.php"
  local plugins="" p
  for p in ${LAB_PLUGINS:-}; do plugins="$plugins'$p',"; done
  cat >"$STATE/roundcube/config/config.inc.php" <<EOF
<?php
\$config = [];
\$config['db_dsnw'] = 'sqlite:///$STATE/roundcube/db.sqlite?mode=0640';
\$config['imap_host'] = '127.0.0.1:$IMAP';
\$config['smtp_host'] = '127.0.0.1:$SMTP';
\$config['smtp_user'] = '%u';
\$config['smtp_pass'] = '%p';
\$config['mail_domain'] = '$DOMAIN';
\$config['username_domain'] = '$DOMAIN';
\$config['des_key'] = 'lab-only-key-24-bytes-xx';
\$config['log_dir'] = '$STATE/roundcube/logs';
\$config['temp_dir'] = '$STATE/roundcube/temp';
\$config['plugins'] = [$plugins];
\$config['skin'] = 'elastic';
\$config['language'] = 'en_US';
\$config['product_name'] = 'Lab Webmail';
\$config['enable_spellcheck'] = false;
\$config['ip_check'] = false;
// PHP file sessions are locked per request. With the default 'db' storage an XHR still in flight
// (message list right after login) can overwrite the new compose session: 'Compose session error'.
\$config['session_storage'] = 'php';
\$config['htmleditor'] = ${LAB_HTMLEDITOR:-0};
\$config['draft_autosave'] = ${LAB_AUTOSAVE:-300};
\$config['drafts_mbox'] = 'Drafts';
\$config['junk_mbox'] = 'Junk';
\$config['sent_mbox'] = 'Sent';
\$config['trash_mbox'] = 'Trash';
EOF
  if [ ! -s "$STATE/roundcube/db.sqlite" ]; then
    php -r '$d=new PDO("sqlite:".$argv[1]); $d->exec(file_get_contents($argv[2]));' \
      "$STATE/roundcube/db.sqlite" /usr/share/roundcube/SQL/sqlite.initial.sql || die "sqlite init failed"
  fi
  chown -R www-data:www-data "$STATE"/roundcube/{temp,logs,sessions} "$STATE/roundcube/db.sqlite"
  chown www-data:www-data "$STATE/roundcube"      # sqlite journal
  cat >"$STATE/etc/php-fpm.conf" <<EOF
[global]
pid = $STATE/run/php-fpm.pid
error_log = $STATE/log/php-fpm.log
daemonize = yes
[roundcube]
user = www-data
group = www-data
listen = $STATE/run/php-fpm.sock
listen.owner = www-data
listen.group = www-data
pm = static
pm.max_children = 4
catch_workers_output = yes
env[ROUNDCUBE_CONFIG_DIR] = $STATE/roundcube/config
php_admin_value[session.save_path] = $STATE/roundcube/sessions
php_admin_value[upload_tmp_dir] = $STATE/roundcube/temp
php_admin_value[upload_max_filesize] = 64M
php_admin_value[post_max_size] = 80M
php_admin_value[memory_limit] = 1024M
php_admin_value[max_execution_time] = 120
php_admin_value[error_log] = $STATE/log/php-error.log
EOF

  # ---- nginx ---------------------------------------------------------------
  [ -s "$STATE/tls/cert.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
      -subj "/CN=webmail.$DOMAIN" -addext "subjectAltName=DNS:webmail.$DOMAIN,DNS:localhost,IP:127.0.0.1" \
      -keyout "$STATE/tls/key.pem" -out "$STATE/tls/cert.pem" 2>/dev/null || die "openssl failed"
  local csp=""
  [ -n "${LAB_CSP:-}" ] && csp="add_header Content-Security-Policy \"$LAB_CSP\" always;"
  cat >"$STATE/etc/nginx.conf" <<EOF
user www-data;
worker_processes 1;
daemon on;
pid $STATE/run/nginx.pid;
error_log $STATE/log/nginx-error.log;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  log_format lab '\$time_iso8601 \$request_method \$request_uri \$status \$request_length \$body_bytes_sent';
  access_log $STATE/log/nginx-access.log lab;
  client_body_temp_path $STATE/nginx/body;
  proxy_temp_path $STATE/nginx/proxy;
  fastcgi_temp_path $STATE/nginx/fastcgi;
  uwsgi_temp_path $STATE/nginx/uwsgi;
  scgi_temp_path $STATE/nginx/scgi;
  client_max_body_size 80m;
  server {
    listen 127.0.0.1:$HTTP;
    listen 127.0.0.1:$HTTPS ssl;
    ssl_certificate $STATE/tls/cert.pem;
    ssl_certificate_key $STATE/tls/key.pem;
    server_name _;
    root $RCROOT;
    index index.php;
    $csp
    location ~ ^/(config|temp|logs|SQL|bin)/ { deny all; }
    location ~ \.php(/|\$) {
      include /etc/nginx/fastcgi.conf;
      fastcgi_split_path_info ^(.+\.php)(/.*)\$;
      fastcgi_param HTTPS \$https if_not_empty;
      fastcgi_pass unix:$STATE/run/php-fpm.sock;
    }
  }
}
EOF
  chmod 755 "$STATE/nginx"
}

do_status() {
  local bad=0 n
  is_running "$STATE/run/dovecot/master.pid" dovecot && up_port $IMAP && n=up || { n=DOWN; bad=1; }; echo "dovecot  imap 127.0.0.1:$IMAP   $n"
  is_running "$STATE/run/smtpd.pid" smtpd.py && up_port $SMTP && n=up || { n=DOWN; bad=1; };         echo "smtpd    smtp 127.0.0.1:$SMTP   $n"
  is_running "$STATE/run/php-fpm.pid" php-fpm && [ -S "$STATE/run/php-fpm.sock" ] && n=up || { n=DOWN; bad=1; }; echo "php-fpm  unix socket            $n"
  is_running "$STATE/run/nginx.pid" nginx && curl -fsS -m 5 "http://127.0.0.1:$HTTP/" 2>/dev/null | grep -q rcmloginuser && n=up || { n=DOWN; bad=1; }
  echo "webmail  http://127.0.0.1:$HTTP/  https://127.0.0.1:$HTTPS/  $n"
  return $bad
}

do_start() {
  [ "$(id -u)" = 0 ] || die "start needs root (dovecot/php-fpm/nginx drop privileges themselves)"
  local b; for b in /usr/sbin/dovecot "${FPM:-/usr/sbin/php-fpm}" /usr/sbin/nginx "$PY"; do [ -x "$b" ] || die "$b missing: run '$0 install'"; done
  if do_status >/dev/null 2>&1; then echo "already running"; do_status; return 0; fi
  do_stop quiet
  choose_ports
  local p; for p in $HTTP $HTTPS $IMAP $SMTP; do up_port $p && die "port $p is in use by something else"; done
  local t0; t0=$(date +%s%N)
  write_configs
  /usr/sbin/dovecot -c "$STATE/etc/dovecot.conf" </dev/null >>"$STATE/log/dovecot.log" 2>&1 || die "dovecot failed, see $STATE/log/dovecot.log"
  setsid setpriv --reuid $MAILUID --regid $MAILUID --clear-groups $PY -u "$STATE/etc/smtpd.py" "$STATE" $SMTP $DOMAIN \
      </dev/null >>"$STATE/log/smtpd.log" 2>&1 & echo $! >"$STATE/run/smtpd.pid"
  $FPM --fpm-config "$STATE/etc/php-fpm.conf" </dev/null >>"$STATE/log/php-fpm.log" 2>&1 || die "php-fpm failed, see $STATE/log/php-fpm.log"
  /usr/sbin/nginx -e "$STATE/log/nginx-error.log" -c "$STATE/etc/nginx.conf" </dev/null >>"$STATE/log/nginx-error.log" 2>&1 || die "nginx failed"
  local i; for i in $(seq 1 150); do
    if do_status >/dev/null 2>&1; then
      echo "ready in $(( ($(date +%s%N)-t0)/1000000 )) ms"; do_status; return 0
    fi; sleep 0.1
  done
  do_status; die "not ready after 15 s, logs in $STATE/log"
}

gone() { # a zombie that nobody has reaped yet is gone too
  ! kill -0 "$1" 2>/dev/null || [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" = Z ]; }
stop_one() { # pidfile pattern
  is_running "$1" "$2" || { rm -f "$1"; return 0; }
  local pid i; pid=$(cat "$1"); kill -TERM "$pid" 2>/dev/null
  for i in $(seq 1 100); do gone "$pid" && break; sleep 0.05; done
  gone "$pid" || kill -KILL "$pid" 2>/dev/null
  rm -f "$1"; return 0
}
do_stop() {
  stop_one "$STATE/run/nginx.pid" nginx
  stop_one "$STATE/run/php-fpm.pid" php-fpm
  stop_one "$STATE/run/smtpd.pid" smtpd.py
  stop_one "$STATE/run/dovecot/master.pid" dovecot
  [ "${1:-}" = quiet ] || echo "stopped"
}

do_reset() {
  local u
  for u in $USERS; do rm -rf "$STATE/mail/$u/Maildir"; done
  find "$STATE/smtp" -type f -delete 2>/dev/null
  echo "mailboxes and SMTP spool emptied"
}

do_inject() { # USER FILE
  [ $# -ge 2 ] || die "inject [STATE_DIR] USER FILE"
  $PY - "$STATE/run/dovecot/lmtp" "$1@$DOMAIN" "$2" <<'EOF'
import smtplib, sys
raw = open(sys.argv[3], "rb").read()
with smtplib.LMTP(sys.argv[1]) as c: c.sendmail("inject@lab.test", [sys.argv[2]], raw)
print("injected", len(raw), "bytes for", sys.argv[2])
EOF
}

case "$VERB" in
  install) do_install ;;
  start) do_start ;;
  stop) do_stop ;;
  status) do_status ;;
  reset) do_reset ;;
  inject) do_inject "$@" ;;
  destroy) do_stop; case "$STATE" in /|/home) die "refusing to delete $STATE";; esac; [ -d "$STATE/roundcube" ] && rm -rf "$STATE" ;;
  *) sed -n '2,26p' "$0"; exit 2 ;;
esac
