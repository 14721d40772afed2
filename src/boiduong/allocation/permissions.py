from boiduong.accounts.models import User
from boiduong.allocation.models import DivisionRule, Run, SwapRequest
from boiduong.campaigns import permissions as campaigns


def read(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)


def publish(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)


def say_rule(user: User, rule: DivisionRule) -> bool:
    return campaigns.organise(user, rule.campaign)


def answer_swap(user: User, swap: SwapRequest) -> bool:
    return campaigns.organise(user, swap.enrollment.campaign)
