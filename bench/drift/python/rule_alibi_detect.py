"""alibi-detect's TabularDrift with p = .05 and its default correction; a missing category counts as one of its own."""

import warnings

import numpy as np
import pandas as pd
from alibi_detect.cd import TabularDrift
from column_verdicts import of_p_value, verdict

warnings.filterwarnings("ignore")

LEVEL = 0.05


def judge(batches, current):
    reference = pd.concat(batches, ignore_index=True)
    names, categories, arrays = list(current.columns), {}, ([], [])
    for index, name in enumerate(names):
        if pd.api.types.is_numeric_dtype(current[name]) and pd.api.types.is_numeric_dtype(reference[name]):
            for array, frame in zip(arrays, (reference, current)):
                array.append(frame[name].to_numpy(dtype=float))
            continue
        both = pd.concat([reference[name], current[name]], ignore_index=True).astype(object)
        codes, known = pd.factorize(both.where(both.notna(), "missing").astype(str))
        categories[index] = None
        arrays[0].append(codes[: len(reference)].astype(float))
        arrays[1].append(codes[len(reference) :].astype(float))
    x_ref, x = (np.column_stack(array) for array in arrays)
    detector = TabularDrift(x_ref, p_val=LEVEL, categories_per_feature=categories or None)
    result = detector.predict(x, drift_type="batch", return_p_val=True)["data"]
    threshold = LEVEL / len(names)
    columns = {name: of_p_value(float(p), threshold) for name, p in zip(names, result["p_val"])}
    drifted = [name for name, p in zip(names, result["p_val"]) if p <= threshold]
    return verdict(columns, drifted, dataset=bool(result["is_drift"]))
