"""Makes the networks in this folder from those of PyPI's rapidocr wheel: python make.py WHEEL

The detection network is taken as it is. From the recognition network's last layer only the characters are kept that Japanese
text is written in (those of Windows code page 932): simplified Chinese can then not be read into a Japanese contract, and the file
is 5.6 MB smaller. No weight is changed. Needs PyPI's onnx and numpy.
"""

import io
import sys
import zipfile

import numpy as np
import onnx
from onnx import numpy_helper

wheel = zipfile.ZipFile(sys.argv[1])
open("detect.onnx", "wb").write(wheel.read("rapidocr/models/PP-OCRv6_det_small.onnx"))
model = onnx.load(io.BytesIO(wheel.read("rapidocr/models/PP-OCRv6_rec_small.onnx")))
entry = next(p for p in model.metadata_props if p.key == "character")
# Class 0 is CTC's blank, the last is the space.
characters = entry.value.split("\n")
characters = characters[:-1] if characters[-1] == "" else characters
classes = [None] + characters + [" "]


def kept(character):
    if character is None or character in "〜−—":
        return True
    if character in "\t\r\n":
        return False
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    # Greek and Cyrillic letters are read where Latin ones and kana stand.
    return not ("Ͱ" <= character <= "ӿ")


names = {"linear_8.w_0": 1, "linear_8.b_0": 0}
for tensor in model.graph.initializer:
    if tensor.name in names:
        axis = names[tensor.name]
        weights = numpy_helper.to_array(tensor)
        assert weights.shape[axis] == len(classes), (weights.shape, len(classes))
        keep = [i for i, character in enumerate(classes) if kept(character)]
        tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(np.take(weights, keep, axis)), tensor.name))
del model.metadata_props[:]
del model.graph.value_info[:]
output = model.graph.output[0].type.tensor_type.shape.dim[2]
output.dim_value = len(keep)
onnx.save(model, "recognise.onnx")
open("characters.txt", "w", encoding="utf-8").write("\n".join(classes[i] for i in keep[1:]) + "\n")
print(len(keep), "of", len(classes))
