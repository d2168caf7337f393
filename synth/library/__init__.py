"""What was fetched and read: papers by hash, what was read in them, and a database over both that can be searched.

The database is an index: papers' files and their records lie beside it, and it can be made anew from them.
"""

from synth.library.checking import Leftover, Trouble
from synth.library.keeping import Held, Hit, Library
from synth.library.saying import DamagedError, LibraryError

__all__ = ["DamagedError", "Held", "Hit", "Leftover", "Library", "LibraryError", "Trouble"]
