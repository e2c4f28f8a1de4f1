"""What the server and the batch job have in common: a model out of an unpacked package, and its predictions as rows.

The package holds predict.py with two functions:

    def load(folder):           # anything: the model, its tokenizer, its label names
    def predict(model, rows):   # one prediction for each row; rows are dictionaries

Both see the package's other files under `folder`. Nothing but the standard library is imported here, and whatever
predict.py itself imports.
"""

import importlib.util
import json
import math
import sys
from pathlib import Path


class BadRows(Exception):
    """The rows cannot be predicted; the message is for whoever sent them."""


class ModelPackage:
    """One model, loaded once."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        source = self.folder / "predict.py"
        if not source.is_file():
            raise SystemExit(
                f"{source} is not there. Pack a predict.py with load(folder) and predict(model, rows), "
                "or set the folder to the package's."
            )
        # The package's own modules, before anything that is installed.
        sys.path.insert(0, str(self.folder))
        spec = importlib.util.spec_from_file_location("predict", source)
        self._module = importlib.util.module_from_spec(spec)
        sys.modules["predict"] = self._module
        spec.loader.exec_module(self._module)
        for name in ("load", "predict"):
            if not callable(getattr(self._module, name, None)):
                raise SystemExit(f"{source} has no function {name}")
        self._model = self._module.load(self.folder)

    def predict(self, rows):
        """One JSON value for each row, in the rows' order."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadRows("rows must be a list of objects")
        try:
            predictions = [to_json(value) for value in self._module.predict(self._model, rows)]
        except (KeyError, TypeError, ValueError) as error:
            raise BadRows(f"{type(error).__name__}: {error}") from error
        if len(predictions) != len(rows):
            raise RuntimeError(f"predict gave {len(predictions)} predictions for {len(rows)} rows")
        return predictions


def to_json(value):
    """Numbers and arrays of NumPy as Python's own; what is not finite is null, because JSON has no word for it."""
    for convert in ("tolist", "item"):
        if hasattr(value, convert):
            value = getattr(value, convert)()
            break
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (list, tuple)):
        return [to_json(part) for part in value]
    if isinstance(value, dict):
        return {str(key): to_json(part) for key, part in value.items()}
    json.dumps(value)
    return value
