"""The model container: SageMaker's HTTP contract around an ONNX model and its handler."""
