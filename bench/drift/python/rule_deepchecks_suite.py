"""Deepchecks' suite for train and test data: any check that fails is an alarm."""

from deepchecks.core import ConditionCategory
from deepchecks.tabular.suites import train_test_validation
from rule_deepchecks import datasets, read


def judge(batches, current):
    reference, now = datasets(batches, current)
    result = train_test_validation().run(reference, now, with_display=False)
    failed, found = [], {"columns": {}, "drifted": []}
    for check in result.get_not_passed_checks(fail_if_warning=False):
        if any(condition.category == ConditionCategory.FAIL for condition in check.conditions_results):
            failed.append(type(check.check).__name__)
    drifted = set()
    for check in result.results:
        name, value = type(check.check).__name__, getattr(check, "value", None)
        if name == "FeatureDrift" and value is not None:
            found = read(value)
            drifted |= set(found["drifted"])
        if name == "NewCategoryTrainTest" and name in failed:
            drifted |= set(value.index[value["# New Categories"] > 0])
    return {"columns": found["columns"], "drifted": sorted(drifted), "dataset": bool(failed), "failed": None, "checks": sorted(failed)}
