"""The chat page.

Gradio reads its telemetry switches when it is imported, so they are turned off here, before any
module of this package can import it.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
