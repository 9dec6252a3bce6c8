"""Train the encoder that reads answers out of passages and judges support.

The path of a row: data.py reads it, draws.py makes an example of it, which negatives.py and
corrupt.py make harder, train.py learns from it, export.py writes the int8 file that
rag/reader/encoder.py runs, evaluate.py measures.

Needs the optional group `train` (torch, onnx); nothing here is imported at run time.
"""
