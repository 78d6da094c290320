"""Pure decisions of the Discord front."""
