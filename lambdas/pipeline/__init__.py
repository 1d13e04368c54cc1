"""What the steps of the training pipeline share; the code of the training job itself is lambdas/training."""
