"""The demonstration: the platform on this machine, 1,797 real images, every inference path, every result checked."""
