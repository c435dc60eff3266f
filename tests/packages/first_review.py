"""The words of the first review of this repository, which no other review's files and pages have."""

import re

# The first review by its words; "Williams" alone is also somebody whom the page on scoring cites.
OF_ANOTHER = re.compile(
    r"williams-?2019|Williams et al\. 2019|psychos[ie]s|psychotic|Farhall|Fossey|Korsbek|ReConnect\b|Mieli|s12888",
    re.I,
)
