"""How a model's new version takes over: what each target may do, the steps, and when it is taken back."""
