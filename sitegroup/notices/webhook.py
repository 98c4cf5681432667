"""消息接口: hand a notice to the county's own gateway, signed."""

import hashlib
import hmac
import json
import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sitegroup.notices import words
from sitegroup.notices.exceptions import NotSent
from sitegroup.notices.models import Notice
from sitegroup.notices.outbound import post


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def payload(notice: Notice) -> dict[str, Any]:
    """What the gateway is told; `id` stays the same when a notice is sent again."""
    user = notice.recipient
    return {
        "id": str(notice.batch),
        "kind": notice.kind,
        "unit": notice.site.code,
        "recipient": user.get_username() if user else notice.address,
        "text": words.outside(notice),
        "url": words.link(notice),
        "at": notice.created_at.isoformat(),
    }


def send(notice: Notice) -> None:
    """Send one notice. Raises NotSent, PeerAway."""
    if not settings.NOTICE_WEBHOOK_URL or not settings.NOTICE_WEBHOOK_SECRET:
        raise NotSent(_("没有设置NOTICE_WEBHOOK_URL或NOTICE_WEBHOOK_SECRET。"), permanent=True)
    body = json.dumps(payload(notice), ensure_ascii=False, sort_keys=True).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "gongkai",
        "X-Gongkai-Id": str(notice.batch),
        "X-Gongkai-Timestamp": timestamp,
        "X-Gongkai-Signature": "sha256=" + sign(settings.NOTICE_WEBHOOK_SECRET, timestamp, body),
    }
    post(settings.NOTICE_WEBHOOK_URL, body, headers)
