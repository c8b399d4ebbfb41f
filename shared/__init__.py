"""What the four services have in common."""

import warnings

# eventlet says at each import that it is in maintenance; docs/adr/0004 has that weighed.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
