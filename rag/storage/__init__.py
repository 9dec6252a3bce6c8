"""How the index is kept: in Chroma, with a table of the files and a keyword search beside it.

store.py is the way into Chroma, in a folder or on a server (server.py, lease.py), and faults.py
says what its errors mean; an index is one of its editions (edition.py), whose rows and passages
records.py writes and nodes.py makes with LlamaIndex, and search.py searches. sync.py brings an
edition up to date with the folder of documents: what is known of the files (known.py, register.py),
what they are by now (incoming.py), and what is written of them (batches.py, copies.py). opened.py
holds what is open, and view.py is what questions are answered from, with keywords.py beside the
vectors. locks.py and vectorfiles.py keep a folder whole whatever happens to the process.

Elsewhere: the index as the rest of Pullquote sees it (rag/index.py).
"""
