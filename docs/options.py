"""Print the options of the command as the tables of docs/command-line.md.

python docs/options.py
"""

from __future__ import annotations

import argparse

from summarize.options import make_parser


def written(action: argparse._Action) -> str:
    """Write an option as a user does: its names, and what comes after them."""
    if not action.option_strings:
        return f"`{action.metavar}`"
    value = action.metavar or ("{" + ",".join(action.choices) + "}" if action.choices else "")
    names = [f"`{name}`" for name in action.option_strings]
    if action.nargs != 0 and value:
        names[-1] = f"`{action.option_strings[-1]} {value}`"
    return ", ".join(names)


def main() -> None:
    """Print a table for each group."""
    for group in make_parser()._action_groups:
        if group._group_actions:
            title = {"positional arguments": "files", "options": "help"}.get(
                group.title or "", group.title
            )
            print(f"\n| {title} | |\n|---|---|")
        for action in group._group_actions:
            print(f"| {written(action)} | {action.help} |")


if __name__ == "__main__":
    main()
