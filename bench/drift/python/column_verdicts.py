"""How far over its own threshold each column is, the same for all tools: 1 is exactly at the threshold."""

import math

# Beyond this nothing is told apart any more.
LARGEST = 1e6


def of_distance(distance, threshold):
    if distance is None or math.isnan(distance):
        return None
    return round(min(distance / threshold, LARGEST), 4)


def of_p_value(p, threshold):
    if p is None or math.isnan(p):
        return None
    return round(min(math.log(max(p, 1e-300)) / math.log(threshold), LARGEST), 4)


def verdict(columns, drifted, **rest):
    """`columns`: how far over the threshold, by name; `drifted`: the names that the tool itself calls drifted."""
    return {"columns": columns, "drifted": sorted(drifted), **rest}
