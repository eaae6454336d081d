-- Prosody on loopback for the tests. Folders and ports come from the environment: ENV_NAME is the variable NAME.
run_as_root = true
daemonize = false
data_path = ENV_LAB_FOLDER .. "/data"
certificates = ENV_LAB_FOLDER
log = { { levels = { min = "info" }, to = "file", filename = ENV_LAB_FOLDER .. "/prosody.log" } }

interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { ENV_LAB_C2S }
c2s_direct_tls_ports = {}
s2s_ports = {}
s2s_direct_tls_ports = {}
http_ports = { ENV_LAB_HTTP }
http_interfaces = { "127.0.0.1" }
https_ports = {}
http_default_host = "lab.test"

modules_enabled = {
  "roster", "saslauth", "disco", "private", "blocklist", "vcard4", "vcard_legacy", "carbons", "pep", "mam", "smacks",
  "csi_simple", "bookmarks", "version", "time", "ping", "websocket", "bosh", "offline", "http_errors", "groups",
}
modules_disabled = { "s2s", "tls", "limits" }
-- Everybody is a contact of everybody.
groups_file = ENV_LAB_FOLDER .. "/groups.txt"

c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true
consider_bosh_secure = true
http_cors_override = { websocket = { enabled = true }, bosh = { enabled = true } }
cross_domain_websocket = true

authentication = "internal_plain"
storage = "internal"
default_archive_policy = true
archive_expires_after = "1w"
-- A browser that ended is gone soon, so that what comes then waits in the archive.
smacks_hibernation_time = 5

VirtualHost "lab.test"
  http_host = "127.0.0.1"

Component "rooms.lab.test" "muc"
  modules_enabled = { "muc_mam" }
  restrict_room_creation = false
  muc_room_locking = false
  muc_room_default_persistent = true
  muc_room_default_public_jids = true
  muc_log_by_default = true
  http_host = "rooms.lab.test"
