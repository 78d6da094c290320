"""A local Discord server for end-to-end tests, on loopback and as strict as Discord."""

from .people import Channel, Guild, Role, User
from .process import Process
from .server import Server
from .sight import Seen

__all__ = ["Channel", "Guild", "Process", "Role", "Seen", "Server", "User"]
