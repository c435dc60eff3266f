"""The book while it is being written: served on this machine, and built again when one of its sources is saved."""
