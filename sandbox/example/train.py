"""Trains the model that params.yaml describes, and lets it say of each test flight how likely it is to be late."""

import json
import time
from pathlib import Path

import joblib
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

import flights

HERE = Path(__file__).parent
CATEGORIES = [0, 1, 2, 3]  # origin, destination, hour, weekday
DISTANCE = [4]


def features(table):
    """One row per flight; everything in it is known when the aircraft leaves."""
    return np.column_stack([
        table["origin"].to_numpy().astype(object),
        table["destination"].to_numpy().astype(object),
        flights.hour(table),
        weekday(table),
        table["distance"].to_numpy(),
    ])


def weekday(table):
    """0 is Monday."""
    days = table["date"].to_numpy().astype("datetime64[D]").astype(int)
    return (days + 3) % 7  # day 0, the first of January 1970, was a Thursday


def logistic(*, seed, C):
    encode = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), CATEGORIES),
        (StandardScaler(), DISTANCE),
    )
    return make_pipeline(encode, LogisticRegression(C=C, max_iter=300, random_state=seed))


def hist_gradient_boosting(*, seed, learning_rate, max_iter, max_leaf_nodes):
    encode = make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), CATEGORIES),
        ("passthrough", DISTANCE),
    )
    return make_pipeline(
        encode,
        HistGradientBoostingClassifier(
            learning_rate=learning_rate,
            max_iter=max_iter,
            max_leaf_nodes=max_leaf_nodes,
            categorical_features=CATEGORIES,
            random_state=seed,
        ),
    )


MODELS = {"logistic": logistic, "hist_gradient_boosting": hist_gradient_boosting}


def build(model, **parameters):
    """The untrained model. A parameter that it does not have, or one that it lacks, is an error."""
    if model not in MODELS:
        raise SystemExit(f"params.yaml: model is {model!r}, it can be {' or '.join(MODELS)}")
    try:
        return MODELS[model](**parameters)
    except TypeError as error:
        raise SystemExit(f"params.yaml: {error}") from error


def learning_curve(model, x, y):
    """How well it does on flights that it did not learn from: after every fifth tree, or once if it has no trees."""
    encode, learner = model[0], model[-1]
    encoded = encode.transform(x)
    if hasattr(learner, "staged_predict_proba"):
        stages = list(enumerate(learner.staged_predict_proba(encoded), start=1))[4::5]
    else:
        stages = [(int(learner.n_iter_[0]), learner.predict_proba(encoded))]
    return [
        {"step": step, "validation_log_loss": log_loss(y, p[:, 1]), "validation_roc_auc": roc_auc_score(y, p[:, 1])}
        for step, p in stages
    ]


def learn(params, known, rows):
    """The model of `params` after at most `rows` of the known flights, and every tenth of these, which it did not see."""
    chosen = flights.sample(known, rows, params["seed"])
    tenth = np.arange(chosen.num_rows) % 10 == 9
    seen, watch = chosen.filter(pa.array(~tenth)), chosen.filter(pa.array(tenth))
    model = build(**params)
    started = time.monotonic()
    model.fit(features(seen), flights.is_late(seen))
    print(f"{params['model']} trained in {time.monotonic() - started:.1f} s on {seen.num_rows} flights", flush=True)
    return model, watch


def main():
    params = yaml.safe_load((HERE / "params.yaml").read_text())
    params.pop("delivered_until")  # data/fetch.py has put in place what had come by then
    rows, weeks = params.pop("rows"), params.pop("weeks")
    build(**params)  # a mistake is told before anything is read

    known = flights.read_known()
    newest = int(flights.week(known).max())
    test = flights.test_flights(known)
    print(f"judged on {test.num_rows} flights of week {newest}", flush=True)

    model, watch = learn(params, flights.weeks_before(known, newest - 1, weeks), rows)
    curve = learning_curve(model, features(watch), flights.is_late(watch))
    (HERE / "metrics.json").write_text(json.dumps(curve, indent=2) + "\n")
    print(json.dumps(curve[-1]), flush=True)

    scores = model.predict_proba(features(test))[:, 1]
    pq.write_table(flights.predictions(test, scores), HERE / "predictions.parquet")
    joblib.dump(model, HERE / "model.joblib")


if __name__ == "__main__":
    main()
