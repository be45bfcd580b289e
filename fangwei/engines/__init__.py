"""Pure engines: rules, lifecycles, hashes, calendars, codes; no Django, and siblings do not import each other."""
