"""Prints how many seconds MHCnuggets takes for a file of peptides on class I alleles, as the last line, JSON.

    python time_mhcnuggets.py PEPTIDES ALLELE...

Its predict() makes an optimizer, which a prediction does not use, with an argument that Keras 3 renamed; here both names are understood.
"""

import json
import sys
import tempfile
import time
from importlib.metadata import version

from mhcnuggets.src import predict as nuggets

make_optimizer = nuggets.Adam


def optimizer(lr):
    try:
        return make_optimizer(learning_rate=lr)
    except TypeError:
        return make_optimizer(lr=lr)


nuggets.Adam = optimizer
peptides, alleles = sys.argv[1], sys.argv[2:]
with tempfile.NamedTemporaryFile("w", suffix=".txt") as first, tempfile.NamedTemporaryFile() as out:
    with open(peptides) as lines:
        first.write("".join([line for line in lines][:64]))
    first.flush()
    nuggets.predict(class_="I", peptides_path=first.name, mhc=alleles[0], output=out.name)  # the first call also starts TensorFlow
    started = time.perf_counter()
    for allele in alleles:
        nuggets.predict(class_="I", peptides_path=peptides, mhc=allele, output=out.name)
    seconds = time.perf_counter() - started
print("\n" + json.dumps({"version": version("mhcnuggets"), "seconds": round(seconds, 3)}))
