"""The supported types, one module a service of the package; each module lists its types in `RESOURCES`."""
