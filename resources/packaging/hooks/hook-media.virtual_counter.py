"""The portrait at the virtual counter: one picture of scikit-image, where the program looks for it."""

from importlib.util import find_spec
from pathlib import Path

_package = find_spec("skimage")
assert _package and _package.submodule_search_locations
datas = [(str(Path(_package.submodule_search_locations[0]) / "data" / "astronaut.png"), "skimage/data")]
