"""The platform as one component for programs in any language of Pulumi: its schema, its checks, its provider.

`PulumiPlugin.yaml` in this folder makes it a package: the engine starts `__main__.py`, asks it for the schema, and has
it construct `inference-platform:index:InferencePlatform`. Its inputs are the settings of a stack file, under the same
names in camelCase. Record 42 says why the schema is made of the settings' models.
"""
