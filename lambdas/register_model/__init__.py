"""Packs an accepted model, signs it and puts it into the registry."""
