"""The chat page: where things stand and which handler each event calls.

`chat_page` takes the assistant and gives Blocks; it never launches them (ui/serve.py does).
The browser side, assets/js/, raises the events of the hidden `bridge`, each with its
data, and keeps the conversations; the handlers answer with HTML that is already escaped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import api
from ui.conversation import MAX_QUESTION, MAX_TURNS
from ui.events import Events
from ui.library import upload_bytes
from ui.render_turns import LONG_QUESTION

if TYPE_CHECKING:
    from rag import Assistant

ASSETS = Path(__file__).parent / "assets"

SCRIPTS = (  # in the order in which they are joined, which is the one to read them in
    "base.js",
    "kept.js",
    "asking.js",
    "scope.js",
    "files.js",
    "reader.js",
    "floating.js",
    "server.js",
    "acts.js",
    "composer.js",
    "page.js",
)

# Answers worked on at once; the others wait in line. Fifty questions at once took the embedded
# reader equally long with 2, 4, 8 or 16 (two cores are busy with two); a hosted model mostly waits.
AT_ONCE = 8

RAISED = (  # Gradio takes an event only if the bridge's script names it
    "hello",
    "ask",
    "stop",
    "show",
    "instead",
    "judge",
    "export",
    "find",
    "open",
    "remove",
    "reindex",
)


def chat_page(assistant: Assistant) -> gr.Blocks:
    """The page over one assistant: conversations and articles, the chat, an article to read."""
    on = Events(assistant)
    limits = {
        "question": MAX_QUESTION,
        "long": LONG_QUESTION,
        "turns": MAX_TURNS,
        "file": upload_bytes(assistant.settings),
    }
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    page = gr.Blocks(
        title="Pullquote",
        fill_width=True,
        analytics_enabled=False,
        delete_cache=(3600, 3600),  # uploads are copied into the folder; the rest is litter
    )
    with page:
        with gr.Column(elem_id="rail"):
            gr.HTML(_part("rail.html"), apply_default_css=False, js_on_load=None)
            upload = gr.File(
                file_count="multiple",
                label="Add articles",
                elem_id="upload",
                show_label=False,
            )
            notice = _html("notice")
            articles = _html("articles")
        with gr.Column(elem_id="chat"):
            head = _html("head")
            welcome = _html("welcome")
            past = _html("past")
            live = _html("live")
            gr.HTML(_part("composer.html"), apply_default_css=False, js_on_load=None)
        reader = _html("reader")
        post = _html("post")
        bridge = gr.HTML(
            "",
            elem_id="bridge",
            js_on_load=f"pullquote.connect(trigger, {json.dumps(limits)}, {json.dumps(RAISED)})",
        )

        quick: dict[str, Any] = {**private, "queue": False, "trigger_mode": "multiple"}
        working: dict[str, Any] = {**private, "concurrency_id": "index", "concurrency_limit": 1}
        examples: dict[str, Any] = {
            **private,
            "trigger_mode": "multiple",
            "concurrency_id": "examples",
            "concurrency_limit": 1,
        }
        arrived = bridge.hello(on.hello, None, [head, notice, articles, welcome], **quick)
        asked = bridge.ask(
            on.ask,
            None,
            [past, live],
            concurrency_id="answers",
            concurrency_limit=AT_ONCE,
            trigger_mode="multiple",
            **private,
        )
        asked.failure(None, js="() => pullquote.failed()", **private)
        bridge.stop(on.stop, None, None, **quick)
        bridge.show(on.show, None, [past, live], **quick)
        bridge.instead(
            on.instead, None, post, concurrency_limit=2, trigger_mode="multiple", **private
        )
        bridge.judge(on.judge, None, post, **quick)
        bridge.export(on.export, None, post, **quick)
        bridge.find(on.find, None, articles, **quick)
        bridge.open(on.open, None, reader, **quick)
        removed = bridge.remove(
            on.remove, None, [notice, articles, welcome], trigger_mode="multiple", **working
        )
        reindexed = bridge.reindex(on.reindex, None, [notice, articles, welcome], **working)
        added = upload.upload(on.add, upload, [notice, articles, welcome, upload], **working)
        for changed in (arrived, removed, reindexed, added):  # slow, and nothing waits for them
            changed.then(on.examples, None, welcome, **examples)
        page.unload(on.left)
        api.add_endpoints(assistant, at_once=AT_ONCE)
        if assistant.settings.mcp:
            api.add_tools(assistant, at_once=AT_ONCE)
    return page


def head_tags() -> str:
    """The page's own style and script, for the document's head; the script is one function."""
    style = (ASSETS / "pullquote.css").read_text(encoding="utf-8")
    script = "\n".join((ASSETS / "js" / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return f'<style>{style}</style><script>(() => {{\n"use strict";\n{script}}})();</script>'


def _html(name: str) -> gr.HTML:
    """A part that handlers fill; the page is told of each change."""
    return gr.HTML(
        "",
        elem_id=name,
        html_template="${value}" if name != "post" else "<i></i>",
        apply_default_css=False,
        js_on_load=f"pullquote.part({json.dumps(name)}, element, props, watch)",
    )


def _part(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """What Gradio draws itself (the login, the first moment), in our colours and system fonts."""
    return gr.themes.Base(
        font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
    ).set(
        body_background_fill=(paper := "#fbfbf8"),
        body_background_fill_dark=(night := "#121514"),
        background_fill_primary=paper,
        background_fill_primary_dark=night,
        background_fill_secondary=paper,
        background_fill_secondary_dark=night,
        body_text_color="#1a1e1d",
        body_text_color_dark="#e6eae7",
        block_background_fill="#ffffff",
        block_background_fill_dark="#191d1c",
        border_color_primary="#dcdfd9",
        border_color_primary_dark="#2d3331",
        button_primary_background_fill="#0d5c54",
        button_primary_background_fill_hover="#0d5c54",
        button_primary_background_fill_dark="#83d3c6",
        button_primary_background_fill_hover_dark="#83d3c6",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#0a1f1b",
    )
