"""What every theme needs: key, buckets, access point, network, layer, alarm topic."""

from components.foundation.account import Account, current_account
from components.foundation.component import Foundation, FoundationArgs

__all__ = ["Account", "Foundation", "FoundationArgs", "current_account"]
