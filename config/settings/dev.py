"""Development and the demo: works with nothing set, on the embedded servers and keys of var/."""

import os

from config import embedded, env, keys
from config.paths import VAR_DIR

_defaults = {
    "DATABASE_URL": embedded.database_url(VAR_DIR),
    "REDIS_URL": embedded.redis_url(VAR_DIR),
    "ALLOWED_HOSTS": "*",
    **keys.kept_in(VAR_DIR / "secrets"),
}
for _name, _value in _defaults.items():
    if not (os.environ.get(_name) or os.environ.get(_name.removesuffix("_FILE"))):
        os.environ[_name] = _value

from config.settings.base import *
from config.settings.base import OAUTH2_PROVIDER

DEBUG = env.flag("DEBUG", False)
# A mobile client on the developer's own machine has no https.
OAUTH2_PROVIDER["ALLOWED_REDIRECT_URI_SCHEMES"] = ["https", "fengqiao", "http"]
