"""How a training run decides: its plan, what the data holds, what is made of it, whether the model is good enough."""
