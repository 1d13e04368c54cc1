"""FSx for ONTAP S3 access points on this machine."""

from sandbox.fsx.service import FsxAccessPointService

__all__ = ["FsxAccessPointService"]
