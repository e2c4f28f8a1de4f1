"""The same training, tracked with wandb, offline (WANDB_MODE)."""

import wandb

from bare import METRICS, PARAMETERS

run = wandb.init(project="bench", config=PARAMETERS)
run.log(METRICS)
run.finish()
