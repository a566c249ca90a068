"""The commands.

May import everything. Heavy rooms are imported inside the commands that need them, so that
``watcher --help`` answers at once. The only importer of typer; rich is shared with demo.
"""
