"""NannyML without being told of batches: it cuts reference and current data into ten chunks each."""

import nannyml
import pandas as pd
from rule_nannyml import read


def judge(batches, current):
    names = list(current.columns)
    calculator = nannyml.UnivariateDriftCalculator(column_names=names)
    calculator.fit(pd.concat(batches, ignore_index=True))
    return read(calculator.calculate(current), names)
