"""The rooms that know a vendor."""
