"""Reads a mail or MIME entity on stdin with Python's own parser; answers JSON."""
import email, email.policy, hashlib, json, sys

entity = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
leaves = [part for part in entity.walk() if not part.is_multipart()]
texts = [part for part in leaves if part.get_content_type() == "text/plain" and not part.is_attachment()]
files = [part for part in leaves if part.is_attachment()]
json.dump(
    {
        "type": entity.get_content_type(),
        "headers": {name.lower(): str(value) for name, value in entity.items()},
        "protected": entity.get_param("protected-headers"),
        "hp": entity.get_param("hp"),
        "text": "\n".join(part.get_content() for part in texts),
        "files": [
            {
                "name": part.get_filename(),
                "type": part.get_content_type(),
                "sha256": hashlib.sha256(part.get_payload(decode=True)).hexdigest(),
            }
            for part in files
        ],
        "parts": [part.get_payload(decode=True).decode("latin-1") for part in leaves],
        "defects": [str(defect) for part in entity.walk() for defect in part.defects],
    },
    sys.stdout,
)
