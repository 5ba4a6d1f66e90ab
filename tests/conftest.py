"""How all tests are run."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # how long an example takes says nothing here
settings.load_profile("any machine")
