"""What stands inline in a page's head, and the policy that lets browsers use it and no other.

The script must run before the first paint, or readers of the 关怀版 see small letters flash by.
The style is that of the two pages that may not ask for a file: 421 and 500.
"""

import base64
import hashlib

HEAD_SCRIPT = (
    'try{if(localStorage.getItem("mode")=="elder")'
    'document.documentElement.setAttribute("data-mode","elder")}catch(e){}'
)
BARE_STYLE = (
    'body{font:1rem/1.8 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",'
    "sans-serif;color:#1B1F24;max-width:40em;margin:4em auto;padding:0 16px}"
    "h1{font-size:1.5rem;line-height:1.5}a{color:#1A569E}"
)


def _source(inline: str) -> str:
    digest = hashlib.sha256(inline.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; "
    f"script-src 'self' {_source(HEAD_SCRIPT)}; style-src 'self' {_source(BARE_STYLE)}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
