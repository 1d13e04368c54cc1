"""AWS on this machine: moto's server as a library, plus what moto lacks (see README.md in this folder)."""
