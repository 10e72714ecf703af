"""What a row is, and what rows share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Call = Callable[[Any], Any]
#: A name, ``method: what is special``; the call; and the request: method, path with query, body.
Row = tuple[str, Call, str, str, Any]

ADD = {"async_mode": False, "output_format": "v1.1", "version": "v2"}
TEXT = [{"role": "user", "content": "hi"}]
PROJECT = "/api/v1/orgs/organizations/org_7f/projects/"
HERE = PROJECT + "prj_31/"
IDS = {"org_id": "org_7f", "project_id": "prj_31"}
QUERY_IDS = "org_id=org_7f&project_id=prj_31"
