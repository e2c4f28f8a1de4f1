"""The same training, tracked with mlflow.start_run in the store that MLFLOW_TRACKING_URI names."""

import mlflow

from bare import METRICS, PARAMETERS

with mlflow.start_run():
    mlflow.log_params(PARAMETERS)
    mlflow.log_metrics(METRICS)
