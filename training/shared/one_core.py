"""Imported before numpy: one core a process. Two runs side by side beat one run on two cores, and BLAS threads that wait by spinning made both ten times slower."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
