"""Launching the page: where it listens, who may use it, and nothing else.

Gradio's own extras (analytics, sharing, run history, monitoring, footer) stay off.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from typing import Any, cast

import gradio as gr
from starlette.middleware import Middleware

from rag import BadSetting, Settings
from ui.guard import Guard, is_loopback
from ui.library import upload_bytes
from ui.page import ASSETS, head_tags, theme

log = logging.getLogger(__name__)

WAIT_AFTER_WRONG_S = 1.0  # what a guess at the password costs
MOST_WAITING = 500  # requests in line; more are told that the chat is busy
THREADS = 64
# Pages of which Gradio keeps a copy of every part, about 90 kB each; it would keep 10,000, and a
# call of the API counts as a page. Nothing of ours is in them: one that was let go is made again.
SESSIONS = 200


def serve(page: gr.Blocks, settings: Settings, *, open_browser: bool = False) -> str:
    """Start serving `page` in threads of its own; returns its address.

    Raises:
        BadSetting: the address cannot be listened on, or MCP clients would pass by the password.
    """
    loopback = is_loopback(settings.host)
    password = settings.password.get_secret_value()
    if password and settings.mcp:  # Gradio lists the tools to anyone, and then no call gets in
        raise BadSetting(
            "RAG_MCP cannot be served behind RAG_PASSWORD: MCP clients have no login. Unset one."
        )
    if not loopback and not password:
        log.warning(
            "ANYONE who can reach %s may read and remove your articles: no password is set. "
            "Set RAG_PASSWORD.",
            settings.host,
        )
    port = free_port(settings.host, settings.port)
    # Gradio sums up every request so far after each one, for a monitor that is off here.
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
    page.queue(max_size=MOST_WAITING)
    try:
        page.launch(
            server_name=settings.host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            inbrowser=open_browser,
            share=False,
            ssr_mode=False,
            pwa=False,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            auth=cast(Any, password_check(settings)),  # typed for plain functions, awaits ours
            auth_message="Pullquote asks for its password; any name will do." if password else None,
            max_file_size=upload_bytes(settings),
            max_threads=THREADS,
            state_session_capacity=SESSIONS,
            mcp_server=settings.mcp,
            allowed_paths=[],
            blocked_paths=[str(settings.documents.resolve()), str(settings.data.resolve())],
            favicon_path=str(ASSETS / "favicon.png"),
            app_kwargs={"middleware": [Middleware(Guard, loopback=loopback)]},
            theme=theme(),
            head=head_tags(),
        )
    except OSError as error:
        raise BadSetting(_taken(settings.host, port)) from error
    return str(page.local_url)


def close(page: gr.Blocks) -> None:
    """Stop serving `page`.

    Gradio wakes its waiting streams from the caller's thread while its own loop may be taking
    them off the list ("deque mutated during iteration"); told again, it goes on to close.
    """
    try:
        page.close(verbose=False)
    except RuntimeError:
        page.close(verbose=False)


def free_port(host: str, port: int) -> int:
    """`port` if it can be listened on, or a free one for 0.

    Raises:
        BadSetting: it is taken, or the address is not this machine's.
    """
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bare, port))
        except socket.gaierror as error:
            raise BadSetting(f"RAG_HOST is {host!r}, which is no address.") from error
        except OSError as error:
            raise BadSetting(_taken(host, port)) from error
        return int(probe.getsockname()[1])


def password_check(settings: Settings) -> Callable[[str, str], Awaitable[bool]] | None:
    """How Gradio is to check a login; None where no password is set."""
    password = settings.password.get_secret_value()
    if not password:
        return None

    one_by_one = asyncio.Lock()  # else any number could guess in the same second

    async def check(_name: str, given: str) -> bool:
        if secrets.compare_digest(given.encode(), password.encode()):
            return True
        async with one_by_one:
            await asyncio.sleep(WAIT_AFTER_WRONG_S)
        return False

    return check


def _taken(host: str, port: int) -> str:
    return (
        f"Port {port} on {host} cannot be used; another program may have it. "
        "Choose another with --port, or 0 for a free one."
    )
