"""What `campaign VERB CODE ...` can do.

A verb is a module with HELP, `add_arguments(parser)` and `run(campaign, options)`, whose answer is the last line's JSON.
"""

from types import ModuleType

from boiduong.reports.management.verbs import paper, report

VERBS: dict[str, ModuleType] = {"report": report, "paper": paper}
