#!/usr/bin/env python3
"""Makes the environment, runs Licorne, tests it: `python3 dev.py run`, `python3 dev.py test`, `python3 dev.py --help`.

Standard library only. This file stays readable for old Pythons, so that they can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the very case that this line is for
    sys.stderr.write("dev.py: Licorne needs Python 3.11 or newer, this is %d.%d\n" % sys.version_info[:2])  # noqa: UP031  no f-string: see above
    sys.exit(2)

from development.main import main

if __name__ == "__main__":
    sys.exit(main())
