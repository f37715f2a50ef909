"""The one error that users cause and users read."""


class ByhandError(Exception):
    """Something a person can put right: says where, what was found, what was expected and what to do next."""
