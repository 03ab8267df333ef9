"""A session of `joko lsp` with pygls, another implementation of the protocol: python lsp_client.py JOKO DRAFT

Opens a draft, reads its diagnostics, hovers, asks for the outline, applies the action for all clauses, and prints what it saw."""

import asyncio
import json
import sys

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

URI = "file:///draft.txt"


def applied(text, edits):
    lines = text.split("\n")

    def offset(position):
        # The server counts UTF-16 units; without characters beyond them a unit is a character.
        return sum(len(line) + 1 for line in lines[: position.line]) + position.character

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


async def main(joko, draft):
    with open(draft, encoding="utf-8") as file:
        text = file.read()
    client = LanguageClient("joko's test", "1")
    published = asyncio.Queue()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(params):
        published.put_nowait(params)

    async def codes():
        params = await asyncio.wait_for(published.get(), 60)
        return sorted(diagnostic.code for diagnostic in params.diagnostics)

    await client.start_io(joko, "lsp")
    await client.initialize_async(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
    client.initialized(lsp.InitializedParams())
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(URI, "plaintext", 1, text))
    )
    document = lsp.TextDocumentIdentifier(URI)
    seen = {"before": await codes()}
    hover = await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(8, 5)))
    seen["hover"] = hover.contents.value
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    seen["symbols"] = [symbol.name for symbol in symbols]
    start = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    context = lsp.CodeActionContext(diagnostics=[], only=[lsp.CodeActionKind.SourceFixAll])
    [action] = await client.text_document_code_action_async(lsp.CodeActionParams(document, start, context))
    changed = applied(text, action.edit.changes[URI])
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(2, URI),
            [lsp.TextDocumentContentChangeWholeDocument(changed)],
        )
    )
    seen["after"] = await codes()
    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client.stop(), 10)
    print(json.dumps(seen))


asyncio.run(main(*sys.argv[1:]))
