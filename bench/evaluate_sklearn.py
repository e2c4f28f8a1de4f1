"""The metrics of Pawl's binary evaluation by scikit-learn, from one file. Prints them as JSON.

    python evaluate_sklearn.py predictions.csv
"""
import json
import sys

import numpy
import pandas
from sklearn import metrics

path = sys.argv[1]
columns = ["label", "prediction", "score"]
rows = pandas.read_parquet(path, columns=columns) if path.endswith(".parquet") else pandas.read_csv(path, usecols=columns)
y, p, s = rows["label"].to_numpy(), rows["prediction"].to_numpy(), rows["score"].to_numpy()
print(
    json.dumps(
        {
            "roc-auc": metrics.roc_auc_score(y, s),
            "pr-auc": metrics.average_precision_score(y, s),
            "log-loss": metrics.log_loss(y, numpy.column_stack([1 - s, s])),
            "brier": metrics.brier_score_loss(y, s),
            "accuracy": metrics.accuracy_score(y, p),
            "balanced-accuracy": metrics.balanced_accuracy_score(y, p),
            "precision": metrics.precision_score(y, p),
            "recall": metrics.recall_score(y, p),
            "f1": metrics.f1_score(y, p),
            "mcc": metrics.matthews_corrcoef(y, p),
        }
    )
)
