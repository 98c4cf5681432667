"""The one script inside the pages' head, and the policy that lets browsers run it and no other.

It must stand before the first paint, or readers of the 关怀版 see small letters flash by.
"""

import base64
import hashlib

HEAD_SCRIPT = (
    'try{if(localStorage.getItem("mode")=="elder")'
    'document.documentElement.setAttribute("data-mode","elder")}catch(e){}'
)
HEAD_SCRIPT_HASH = (
    f"sha256-{base64.b64encode(hashlib.sha256(HEAD_SCRIPT.encode()).digest()).decode()}"
)
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; "
    f"script-src 'self' '{HEAD_SCRIPT_HASH}'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
